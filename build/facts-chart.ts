import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ChartRead } from '../server/src/chart/chart-read.ts';
import type { Chart } from '../server/src/chart/chart.ts';
import { describeChart } from '../server/src/chart/describe-chart.ts';
import type { KnownRelease } from '../server/src/chart/known-chart.ts';
import { reachIn } from '../server/src/chart/reach.ts';
import { tabulateReads } from '../server/src/chart/reads-table.ts';
import { createHelmEngine } from '../server/src/node/engine/helm-engine.ts';
import { readAnyChart } from '../server/src/node/files/read-chart.ts';
import { toValue } from '../server/src/syntax/node.ts';

/**
 * `npm run facts:chart -- CHART…`: writes down what published releases of the chart (folders or
 * .tgz, the oldest first) say of themselves. A release that is newer than the one written down
 * takes its place; keys that came and went with it keep the release in which they did.
 * `--unseen a,b` names frameworks of the release whose templates are not among the files.
 */
const root = new URL('../', import.meta.url);
const file = new URL('server/src/chart/data/known-0.2.json', root);
const accelerators = ['gpu', 'neuron', 'graviton'];

const { values: flags, positionals: charts } = parseArgs({
  allowPositionals: true,
  options: { unseen: { type: 'string', default: '' } },
});
const unseen = flags.unseen.split(',').filter((name) => name !== '');
if (charts.length === 0) throw new Error('Name the folders or archives of the releases to read.');
const engine = createHelmEngine({
  workerUrl: new URL('server/src/node/engine/engine-worker.ts', root),
  engineDirectory: fileURLToPath(new URL('engine/dist/', root)),
});
try {
  let known = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as KnownRelease)
    : undefined;
  for (const chart of charts) known = await read(resolve(chart), known);
  if (known !== undefined) writeFileSync(file, write(known));
} finally {
  engine.stop();
}

async function read(path: string, before: KnownRelease | undefined): Promise<KnownRelease> {
  const texts = readAnyChart(path);
  if (!texts.ok) throw new Error(`${path}: ${texts.failure}`);
  const chart = describeChart(texts.value, { directory: path, chosenBy: 'setting' });
  const source = await engine.readChart(path);
  if (source.kind !== 'read') throw new Error(JSON.stringify(source));
  const outcome = await engine.reads(source.chart);
  if (outcome.kind !== 'reads') throw new Error(JSON.stringify(outcome));
  const { script, ...habits } = chart.habits;
  const defaults = chart.defaults.root === undefined ? {} : toValue(chart.defaults.root);
  const release = {
    source: {
      title: 'AI on EKS inference chart, values.yaml and templates',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/main/charts/inference-charts',
      version: chart.version,
    },
    name: chart.name,
    frameworks: [...new Set([...chart.frameworks, ...unseen])].sort(),
    unseenFrameworks: unseen.filter((name) => !chart.frameworks.includes(name)).sort(),
    habits: {
      ...habits,
      ...(script !== undefined && {
        script: {
          variables: [...script.variables].sort(),
          engineArguments: [...script.engineArguments].sort(),
          truthy: [...script.truthy].sort(),
        },
      }),
    },
    faults: chart.faults,
    defaults: defaults as Readonly<Record<string, unknown>>,
    reads: tabulateReads(factsOf(outcome.reads, chart)),
  };
  return { ...release, ...historyAfter(before, { ...release, since: {}, until: {}, renamed: {} }) };
}

/** Each path once, with all situations in which it is read; the text of conditions stays behind. */
function factsOf(reads: readonly ChartRead[], chart: Chart): readonly ChartRead[] {
  const groups = new Map<string, { readonly read: ChartRead; readonly reached: Set<string> }>();
  for (const read of reads) {
    const { path, readsBelow, isCondition } = read;
    const key = JSON.stringify([path, readsBelow, isCondition]);
    const group = groups.get(key) ?? { read, reached: new Set() };
    groups.set(key, group);
    const isReached = (framework: string, accelerator: string) =>
      reachIn({ framework, accelerator }, chart.conditions)(read);
    for (const framework of chart.frameworks)
      for (const accelerator of accelerators)
        if (isReached(framework, accelerator)) group.reached.add(`${framework} ${accelerator}`);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, { reached }]) => reached.size > 0)
    .map(
      ([
        ,
        {
          read: { path, readsBelow, isCondition },
          reached,
        },
      ]) => {
        const guards = conditionsFor(reached, chart);
        return { file: '', path, readsBelow, isCondition, guards };
      },
    );
}

/** As few conditions as say it; none when every situation reads the value. */
function conditionsFor(reached: ReadonlySet<string>, { frameworks }: Chart): ChartRead['guards'] {
  const some = frameworks
    .map((framework) => ({
      framework,
      accelerators: accelerators.filter((one) => reached.has(`${framework} ${one}`)),
    }))
    .filter((one) => one.accelerators.length > 0);
  const first = some[0]?.accelerators ?? [];
  const isOne = some.every((one) => one.accelerators.join() === first.join());
  if (!isOne)
    return [
      given(
        `or ${some.map((one) => `(and (${isAmong('framework', [one.framework])}) (${isAmong('accelerator', one.accelerators)}))`).join(' ')}`,
      ),
    ];
  const names = some.map(({ framework }) => framework);
  return [
    ...(names.length === frameworks.length ? [] : [given(isAmong('framework', names))]),
    ...(first.length === accelerators.length ? [] : [given(isAmong('accelerator', first))]),
  ];
}

function given(text: string) {
  return { text, holds: true };
}

function isAmong(key: string, names: readonly string[]): string {
  return `eq .Values.inference.${key} ${names.map((name) => `"${name}"`).join(' ')}`;
}

function historyAfter(
  before: KnownRelease | undefined,
  now: KnownRelease,
): Pick<KnownRelease, 'since' | 'until' | 'renamed'> {
  if (before === undefined) return { since: {}, until: {}, renamed: {} };
  const { version } = now.source;
  if (before.source.version === version) {
    const { since, until, renamed } = before;
    return { since, until, renamed };
  }
  const [had, has] = [keysOf(before), keysOf(now)];
  const came = [...has].filter((key) => !had.has(key));
  const went = [...had].filter((key) => !has.has(key));
  const since = Object.entries(before.since).filter(([key]) => has.has(key));
  const until = Object.entries(before.until).filter(([key]) => !has.has(key));
  const renamed = Object.entries(before.renamed).filter(([key]) => !has.has(key));
  return {
    renamed: sorted([...renamed, ...renames(went, came)]),
    since: sorted([...since, ...came.map((key) => [key, version] as const)]),
    until: sorted([...until, ...went.map((key) => [key, before.source.version] as const)]),
  };
}

/** A map that went while another one with nearly the same keys came in the same place. */
function renames(went: readonly string[], came: readonly string[]): (readonly [string, string])[] {
  const inside = (key: string, all: readonly string[]) =>
    all.filter((one) => one.startsWith(`${key}.`)).map((one) => one.slice(key.length));
  const above = (key: string) => key.slice(0, Math.max(0, key.lastIndexOf('.')));
  return went.flatMap((old) => {
    const keys = inside(old, went);
    const next = came.find((one) => {
      const kept = inside(one, came).filter((key) => keys.includes(key));
      return above(one) === above(old) && keys.length > 1 && kept.length >= 0.8 * keys.length;
    });
    // What is below a map that was renamed moved along with it.
    return next === undefined || went.includes(above(old)) ? [] : [[old, next] as const];
  });
}

/** Every path that the defaults have or a template reads, and all maps above it. */
function keysOf({ defaults, reads }: KnownRelease): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = (path: readonly string[]) => {
    const named = path.slice(0, path.includes('*') ? path.indexOf('*') : path.length);
    for (let length = 1; length <= named.length; length++)
      keys.add(named.slice(0, length).join('.'));
  };
  const walk = (value: unknown, path: readonly string[]) => {
    if (path.length > 0) add(path);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
  };
  walk(defaults, []);
  for (const [, , , , , ...path] of reads.reads) add(path);
  return keys;
}

function sorted(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One line for each fact and each read, so that the difference between releases can be read. */
function write(release: KnownRelease): string {
  const { reads, ...facts } = release;
  const lines = Object.entries(facts).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${indented(JSON.stringify(value, undefined, 2))}`,
  );
  const rows = reads.reads.map((row) => `      ${JSON.stringify(row)}`).join(',\n');
  const table = `  "reads": {\n    "files": ${JSON.stringify(reads.files)},\n    "guards": [\n${reads.guards
    .map((guard) => `      ${JSON.stringify(guard)}`)
    .join(',\n')}\n    ],\n    "reads": [\n${rows}\n    ]\n  }`;
  return `{\n${[...lines, table].join(',\n')}\n}\n`;
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
