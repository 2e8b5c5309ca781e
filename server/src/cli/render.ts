import { resolve } from 'node:path';
import { findModeline } from '../chart/modeline.ts';
import { placementOf } from '../chart/placement.ts';
import type { RenderOutcome, ValuesFile } from '../chart/renderer.ts';
import { analyze } from '../ide/analysis.ts';
import { parse } from '../syntax/parse.ts';
import type { RenderCommand } from './arguments.ts';
import type { Ports } from './ports.ts';

/** Prints what `helm template` prints, to the byte. 0 rendered · 1 refused by chart or values · 2 not readable. */
export async function render(command: RenderCommand, ports: Ports): Promise<number> {
  const texts: ValuesFile[] = [];
  for (const name of command.files) {
    const text = ports.files.read(name);
    if (!text.ok) {
      ports.output.complain(`${name} cannot be read: ${text.failure}.\n`);
      return 2;
    }
    texts.push({ name, text: text.value });
  }
  const last = texts.pop() ?? { name: '', text: '' };
  const document = parse(last.text);
  const surrounded = ports.charts.surround(document, {
    file: resolve(last.name),
    // A single file may say in its modeline what comes before it; several files are the whole list.
    ...(texts.length > 0 && { flagAfter: texts.map(({ name }) => resolve(name)) }),
    ...(command.chart !== undefined && { flagChart: command.chart }),
  });
  if (surrounded.problems.length > 0) {
    for (const { message } of surrounded.problems) ports.output.complain(`${message}\n`);
    return 2;
  }
  const { config } = analyze(document, surrounded);
  const modeline = findModeline(document);
  const engine = await ports.engine();
  const read = await engine.readChart(surrounded.chart.location.directory);
  const outcome: RenderOutcome =
    read.kind === 'read'
      ? await engine.render({
          chart: read.chart,
          valuesFiles: [
            ...surrounded.earlier.map((file) => ({ name: file.file, text: file.document.text })),
            last,
          ],
          ...placementOf({
            asked: command,
            ...(modeline !== undefined && { modeline }),
            ...(config.serviceName !== undefined && { serviceName: config.serviceName.value }),
            ...(config.serviceNamespace !== undefined && {
              serviceNamespace: config.serviceNamespace.value,
            }),
          }),
        })
      : read;
  if (outcome.kind === 'rendered') {
    for (const warning of outcome.warnings) ports.output.complain(`${warning}\n`);
    ports.output.print(outcome.manifest);
    return 0;
  }
  ports.output.complain(outcome.kind === 'cancelled' ? '' : `${outcome.message}\n`);
  return 1;
}
