import { sourceOfChart } from '../chart/source-of-chart.ts';
import type { RenderCommand } from './arguments.ts';
import type { Ports } from './ports.ts';
import { readValues } from './values-input.ts';

/** Prints what `helm template` prints, to the byte. 0 rendered · 1 refused by chart or values · 2 not readable. */
export async function render(command: RenderCommand, ports: Ports): Promise<number> {
  const { output, engine } = ports;
  const input = readValues(command, ports);
  if (!input.ok) {
    output.complain(`${input.failure}\n`);
    return 2;
  }
  const { surrounded, valuesFiles, placement } = input.value;
  const read = await sourceOfChart(surrounded.chart, engine, ports.signal);
  const outcome =
    read.kind === 'read'
      ? await engine.render({ chart: read.chart, valuesFiles, ...placement }, ports.signal)
      : read;
  if (outcome.kind === 'rendered') {
    for (const warning of outcome.warnings) output.complain(`${warning}\n`);
    output.print(outcome.manifest);
    return 0;
  }
  output.complain(outcome.kind === 'cancelled' ? 'Cancelled.\n' : `${outcome.message}\n`);
  return 1;
}
