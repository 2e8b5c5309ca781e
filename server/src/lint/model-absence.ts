import { architectureAbsentIn, architecturesOfModel } from '../catalog/vllm-architectures.ts';
import type { Version } from '../catalog/versions.ts';
import type { Fact } from '../model/merged-values.ts';
import type { Subject } from './rule.ts';

/** A model that the vLLM of the image has no class for, and why. */
export interface ModelAbsence {
  readonly model: Fact<string>;
  readonly version: Version;
  readonly architecture: string;
  readonly kind: 'not-yet' | 'gone';
  /** The release in which the class came (`not-yet`), or the last one that has it (`gone`). */
  readonly release: string;
}

/** Flags that make another class of a model. */
const choosingFlags = ['hf-overrides', 'hf-config-path', 'model-impl', 'model-class-overrides'];

/**
 * Undefined unless it is certain: the model's architectures are known, and vLLM of this version has
 * none of them, neither by itself nor by the Transformers of its time. With code of the model's own
 * allowed, nobody can tell.
 */
export function modelAbsence({ config }: Subject): ModelAbsence | undefined {
  const { accelerator, flags, known, modelId: model } = config;
  const { vllm: version } = known;
  if (version === undefined || accelerator?.value !== 'gpu') return undefined;
  if (known.framework?.servesVllm !== true) return undefined;
  if (model === undefined || model.origin.kind === 'chart') return undefined;
  const isChosen = (flag: string) => flags.has(flag) || known.undecidedFlags.has(flag);
  if (choosingFlags.some(isChosen) || mayRunOwnCode(flags, known.undecidedFlags)) return undefined;
  const names =
    known.model?.architectures ?? architecturesOfModel(known.model?.siblingOf ?? model.value);
  const found = names.map((name) => ({ name, absence: architectureAbsentIn(name, version) }));
  const [first] = found;
  if (first?.absence === undefined || found.some(({ absence }) => absence === undefined))
    return undefined;
  const { name: architecture, absence } = first;
  return absence.kind === 'gone'
    ? { model, version, architecture, kind: 'gone', release: absence.until }
    : { model, version, architecture, kind: 'not-yet', release: absence.since };
}

function mayRunOwnCode(flags: ReadonlyMap<string, Fact>, undecided: ReadonlySet<string>): boolean {
  if (undecided.has('trust-remote-code')) return true;
  const trust = flags.get('trust-remote-code');
  return trust !== undefined && !/^false$/i.test(String(trust.value));
}
