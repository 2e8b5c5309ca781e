import { startEditor } from './editor.ts';
import type { Row } from './row.ts';
import { ours } from './servers.ts';
import { spreadOf } from './statistics.ts';
import { typedOver, valuesText } from './values-texts.ts';

const rounds = 200;
const warmUp = 50;

/** How long an editor waits for an answer about a document that did not change meanwhile. */
export async function measureAnswers(folder: string): Promise<readonly Row[]> {
  await using editor = await startEditor(ours, folder);
  await editor.open(valuesText(1_000));
  const { line, start, end } = typedOver;
  await editor.type({ line, start, end }, typedOver.wrong, (found) => found.length > 0);
  const textDocument = { uri: editor.uri };
  const position = { line, character: start };
  const range = { start: position, end: { line, character: end } };
  const asked = {
    completion: { textDocument, position },
    hover: { textDocument, position },
    codeAction: { textDocument, range, context: { diagnostics: [] } },
  };
  const rows: Row[] = [];
  for (const [name, params] of Object.entries(asked)) {
    const durations: number[] = [];
    for (let round = 0; round < warmUp + rounds; round++) {
      const begun = performance.now();
      const answer: unknown = await editor.connection.sendRequest(`textDocument/${name}`, params);
      if (round >= warmUp) durations.push(performance.now() - begun);
      if (answer === null) throw new Error(`There is no answer to ${name}.`);
    }
    rows.push({
      what: `${titles[name] ?? name}, 1,000 lines unchanged`,
      unit: 'ms',
      ours: spreadOf(durations),
      budget: 5,
    });
  }
  return rows;
}

const titles: Readonly<Record<string, string>> = {
  completion: 'completion',
  hover: 'hover',
  codeAction: 'code actions',
};
