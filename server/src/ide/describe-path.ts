import {
  llamaServerArgument,
  llamaServerArguments,
  llamaServerKey,
  type LlamaServerArgument,
} from '../catalog/llama-server.ts';
import { isSamePath, paths } from '../catalog/values-paths.ts';
import { describeKey, type KeyDescription } from '../schema/describe-key.ts';
import type { JsonType } from '../schema/json-schema.ts';
import type { Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';

/**
 * What a key is: as the schema of the chart's generation says, or, where the chart makes flags of
 * llama-server out of modelParameters, as llama-server's arguments say.
 */
export function describePath(analysis: Analysis, path: Path): KeyDescription | undefined {
  const { generation } = analysis.surroundings.chart;
  if (!isOfLlamaServer(analysis, path.slice(0, -1))) return describeKey(generation, path);
  const argument = llamaServerArgument(String(path.at(-1)));
  return argument && describeArgument(argument);
}

/** Keys that llama-server has in the map at `path`; undefined where the keys are of the chart. */
export function llamaServerKeys(analysis: Analysis, path: Path): readonly string[] | undefined {
  if (!isOfLlamaServer(analysis, path)) return undefined;
  const flags = llamaServerArguments
    .filter(({ flag, ends, removed }) => !ends && !removed && !writtenByChart.has(flag))
    .map(({ flag }) => flag);
  const usual = usualFlags.filter((flag) => flags.includes(flag));
  const others = flags.filter((flag) => !usualFlags.includes(flag));
  return [...usual, ...others].flatMap((flag) => llamaServerKey(flag) ?? []);
}

/** What most files set, in the order in which people come to it. */
const usualFlags: readonly string[] = [
  'ctx-size',
  'parallel',
  'threads',
  'batch-size',
  'ubatch-size',
  'n-predict',
  'flash-attn',
  'jinja',
  'alias',
  'metrics',
];

/** The template itself writes these (chart 0.2.7, llama-cpp-deployment.yaml). */
const writtenByChart: ReadonlySet<string> = new Set(['hf-repo', 'model', 'host', 'port']);

function isOfLlamaServer({ config, surroundings }: Analysis, map: Path): boolean {
  return (
    isSamePath(map, paths.modelParameters) &&
    config.known.framework?.server === 'llama-server' &&
    surroundings.chart.generation !== '0.1'
  );
}

const types = {
  none: 'boolean',
  integer: 'integer',
  text: 'string',
  pair: 'string',
} as const satisfies Record<LlamaServerArgument['value'], JsonType>;

function describeArgument({
  flag,
  aliases = [],
  short = [],
  negations = [],
  value,
  choices,
  env,
}: LlamaServerArgument): KeyDescription {
  const others = [...aliases.map((name) => `--${name}`), ...short.map((name) => `-${name}`)];
  const parts = [
    `Becomes the flag \`--${flag}\` of llama-server${value === 'none' ? ', which takes no value: true prints it, false leaves it out' : ''}.`,
    others.length > 0 ? `Also ${codes(others)}.` : '',
    negations.length > 0 ? `Turned off by ${codes(negations.map((name) => `--${name}`))}.` : '',
    env === undefined ? '' : `The environment variable \`${env}\` sets the same.`,
  ];
  return {
    description: parts.filter((part) => part !== '').join(' '),
    type: [types[value]],
    ...(choices && {
      enum: choices.map((choice) => (value === 'integer' ? Number(choice) : choice)),
    }),
  };
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
