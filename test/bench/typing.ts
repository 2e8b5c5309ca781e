import { startEditor, type ServerCommand } from './editor.ts';
import type { Row } from './row.ts';
import { ours, peer } from './servers.ts';
import { spreadOf, type Spread } from './statistics.ts';
import { typedOver, valuesText } from './values-texts.ts';

const sizes = [
  { lines: 36, budgetMs: 10, keys: 60, peerKeys: 20 },
  { lines: 100, budgetMs: 10, keys: 60, peerKeys: 20 },
  { lines: 1_000, budgetMs: 40, keys: 40, peerKeys: 20 },
  // The peer takes seconds for each.
  { lines: 10_000, budgetMs: 300, keys: 24, peerKeys: 6 },
] as const;

/** From a key that makes a value wrong, or right again, to the diagnostics that say so. */
export async function measureTyping(folder: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { lines, budgetMs, keys, peerKeys } of sizes) {
    const text = valuesText(lines);
    const others = await timeKeys(peer, folder, { text, keys: peerKeys });
    rows.push({
      what: `key to diagnostics, ${lines.toLocaleString('en')} lines`,
      unit: 'ms',
      ours: await timeKeys(ours, folder, { text, keys }),
      budget: budgetMs,
      peer: { name: peer.name, measured: others, factor: 10 },
      ...(lines === 36 && {
        note: `${peer.name} waits 200 ms after a key before it looks; a user waits for that, so it is in its figures.`,
      }),
    });
  }
  return rows;
}

/** At most as many keys are typed before the measuring begins, so that the code is compiled. */
const mostWarmUp = 10;

async function timeKeys(
  command: ServerCommand,
  folder: string,
  { text, keys }: { readonly text: string; readonly keys: number },
): Promise<Spread> {
  await using editor = await startEditor(command, folder);
  await editor.open(text);
  const warmUp = Math.min(keys, mostWarmUp);
  const durations: number[] = [];
  for (let key = 0; key < warmUp + keys; key++) {
    const isWrong = key % 2 === 0;
    const start = performance.now();
    await editor.type(typedOver, isWrong ? typedOver.wrong : typedOver.right, (found) =>
      isWrong ? found.length > 0 : found.length === 0,
    );
    if (key >= warmUp) durations.push(performance.now() - start);
  }
  return spreadOf(durations);
}
