import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { paths } from '../../catalog/values-paths.ts';
import type { Json, ValueEdit } from '../../syntax/edit-values.ts';
import { findNode } from '../../syntax/node.ts';
import type { Migrating, Step } from './step.ts';

const { environment, logLevel } = paths;

/** Variables of the container that serves: a list as in a Pod in generation 0.1, a map in 0.2. */
export const translateEnvironment: Step = (file) => {
  const { chart, own, wanted } = file;
  const value = own(environment)?.value;
  // Copies of the chart differ; what its own values.yaml has is right.
  const byDefault = findNode(chart.defaults.root, environment)?.kind;
  if (Array.isArray(value) && wanted === '0.2' && byDefault !== 'sequence')
    return toMap(value, file);
  if (isMap(value) && wanted === '0.1' && byDefault !== 'map') return toList(value);
  return [];
};

function toMap(items: readonly unknown[], { own }: Migrating): readonly ValueEdit[] {
  if (items.length === 0) return [{ kind: 'remove', path: environment }];
  const variables = items.map((item, index) => {
    const { name, value, ...others } = isMap(item) ? item : {};
    const fact = own([...environment, index, 'value']);
    const isPlain = Object.keys(others).length === 0 && fact !== undefined && !isContainer(value);
    const text = typeof value === 'string' ? value : fact?.written?.source;
    return typeof name === 'string' && isPlain && text !== undefined
      ? ([name, text] as const)
      : undefined;
  });
  const known = variables.filter((one) => one !== undefined);
  // A variable that comes from a Secret or a field of the pod has no place in a map.
  const names = new Set(known.map(([name]) => name));
  if (known.length < items.length || names.size < items.length) return [];
  return [{ kind: 'replace', path: environment, value: Object.fromEntries(known) }];
}

function toList(map: Readonly<Record<string, unknown>>): readonly ValueEdit[] {
  const variables = Object.entries(map);
  if (variables.length === 0) return [{ kind: 'remove', path: environment }];
  if (variables.some(([, value]) => value === null || isContainer(value))) return [];
  const list: Json = variables.map(([name, value]) => ({ name, value: String(value) }));
  return [{ kind: 'replace', path: environment, value: list }];
}

/** Generation 0.2 hands the log level to Ray alone; vLLM reads it from the environment, and says INFO by itself. */
export const translateLogLevel: Step = ({ framework, own, isRead, wanted }) => {
  const level = own(logLevel)?.value;
  if (wanted === '0.1' || typeof level !== 'string') return [];
  if (!isVllmDeployment(framework) || isRead(logLevel) !== false) return [];
  const variable = [...environment, 'VLLM_LOGGING_LEVEL'];
  const isDefault = /^info$/i.test(level);
  if (own(variable) !== undefined && !isDefault) return [];
  return [
    ...(isDefault ? [] : [{ kind: 'set', path: variable, value: level.toUpperCase() } as const]),
    { kind: 'remove', path: logLevel },
  ];
};

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
