import { paths } from '../../catalog/values-paths.ts';
import type { Rendered } from '../../chart/renderer.ts';
import { holds } from '../../chart/condition.ts';
import type { Chart } from '../../chart/chart.ts';
import type { MergedValues } from '../../model/merged-values.ts';
import type { Analysis } from '../analysis.ts';

/** Why nothing that serves is deployed, of a render without any workload. */
export function whyNothingIsRendered(
  { documents }: Rendered,
  { config, values, surroundings }: Analysis,
): string {
  const { framework } = config;
  const { chart } = surroundings;
  const kinds = [...new Set(documents.map(({ kind }) => kind).filter((kind) => kind !== ''))];
  const rest = kinds.length === 0 ? 'nothing at all' : `only ${kinds.join(', ')}`;
  const start = 'The chart renders no workload with these values:';
  const others = chart.frameworks.filter((name) => name !== framework?.value);
  if (framework === undefined)
    return `${start} no file sets inference.framework, so ${rest} would be deployed.${advice(others)}`;
  const switches = switchesOf(framework.value, chart, values);
  if (switches.length > 0)
    return `${start} for framework ${framework.value} the templates also ask for ${switches.join(' or ')}, and no file sets ${switches.length > 1 ? 'one of them' : 'it'}, so ${rest} would be deployed. Set ${switches.join(' or ')}.`;
  const isKnown = chart.frameworks.includes(framework.value);
  return `${start} framework ${framework.value} does not lead to any, so ${rest} would be deployed.${isKnown ? look : advice(others)}`;
}

const look = ' Look into the templates for what else they ask.';

function advice(frameworks: readonly string[]): string {
  if (frameworks.length === 0) return look;
  const names = [...frameworks.slice(0, -2), frameworks.slice(-2).join(' or ')].join(', ');
  return ` Set inference.framework to ${names}.`;
}

/** Values that templates ask for beside this framework, and that are not set. */
function switchesOf(
  framework: string,
  { reads, conditions }: Chart,
  values: MergedValues,
): readonly string[] {
  const valueAt = (path: string) => (path === paths.framework.join('.') ? framework : undefined);
  const found = new Set<string>();
  for (const { guards } of reads?.touching([]) ?? []) {
    const isOfFramework = guards.some(
      (guard) =>
        guard.holds &&
        guard.text.includes(`"${framework}"`) &&
        holds(guard.text, valueAt, conditions) === true,
    );
    if (!isOfFramework) continue;
    // What is asked first decides first.
    for (const { text, holds: isWanted } of guards) {
      const path = /^\$?\.Values\.([\w.]+)$/.exec(text.replaceAll(/[()]/g, ''))?.[1];
      if (path === undefined || !isWanted) continue;
      if (isUnset(values.at(path.split('.'))?.value)) found.add(path);
      break;
    }
  }
  return [...found].slice(0, 4);
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === false || value === '' || value === 0;
}
