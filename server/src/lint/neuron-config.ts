import type { Fact } from '../model/merged-values.ts';
import type { Subject } from './rule.ts';
import { vllmFlag } from './vllm-flag.ts';

/** One part of what vLLM on Neuron reads beside its own flags, as a map or as JSON. */
export interface NeuronConfig {
  /** The whole, or the flag that holds it. */
  readonly at: Fact;
  /** A setting with its own place where it has one, else with that of the whole; null counts as absent. */
  setting(name: string): Fact | undefined;
}

/**
 * `neuron_config` of the new vllm-neuron, or `override_neuron_config` of NxD Inference, which older
 * images take as a flag of its own. Absent when it is not given or cannot be read.
 */
export function neuronConfig(
  subject: Subject,
  part: 'neuron_config' | 'override_neuron_config',
): NeuronConfig | undefined {
  const additional = partOf(subject, 'additional-config', [part]);
  if (additional !== undefined || part === 'neuron_config') return additional;
  return partOf(subject, 'override-neuron-config', []);
}

/** Settings beside the parts, at the top of additional_config. */
export function additionalConfig(subject: Subject): NeuronConfig | undefined {
  return partOf(subject, 'additional-config', []);
}

/** The numbers of a list; undefined for anything else. */
export function numbersOf(fact: Fact | undefined): readonly number[] | undefined {
  const list: unknown = fact?.value;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const numbers = list.filter((item) => typeof item === 'number');
  return numbers.length === list.length ? numbers : undefined;
}

function partOf(
  subject: Subject,
  flag: string,
  within: readonly string[],
): NeuronConfig | undefined {
  const at = vllmFlag(subject, flag);
  if (at === undefined) return undefined;
  const isText = typeof at.value === 'string';
  const whole = isText ? fromJson(at.value) : at.value;
  const part = within.reduce<unknown>((value, key) => childOf(value, key), whole);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return undefined;
  return {
    at,
    setting(name) {
      const value = childOf(part, name);
      if (value === undefined || value === null) return undefined;
      const own = isText ? undefined : subject.config.values.at([...at.path, ...within, name]);
      return own ?? { ...at, value };
    },
  };
}

function childOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function fromJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return undefined;
  }
}
