import data from './data/vllm-architectures.json' with { type: 'json' };
import { livesIn, sinceOf, untilOf, type LifeSpan } from './life-span.ts';
import { quantizedName } from './quantized-name.ts';
import type { Version } from './versions.ts';
import { uploadedOn, vllmReleases } from './vllm-releases.ts';

/** A model class of vLLM's registry, by the name that a config.json has under `architectures`. */
export interface VllmArchitecture {
  readonly name: string;
  readonly life: LifeSpan;
  /**
   * Day on which the first release of Transformers that has the class came out, YYYY-MM-DD. Absent:
   * none has, or every vLLM that was read has the class itself.
   */
  readonly inTransformersSince?: string;
  /** Models of it that vLLM's documentation and tests name. */
  readonly models?: readonly string[];
}

const architectures: readonly VllmArchitecture[] = data.architectures;

const byName: ReadonlyMap<string, VllmArchitecture> = new Map(
  architectures.map((architecture) => [architecture.name, architecture]),
);

/** What vLLM names, in lower case, by the owner on the hub. */
const byOwner = Map.groupBy(
  architectures.flatMap(({ name: architecture, models = [] }) =>
    models.map((id) => {
      const [owner = '', model = ''] = id.toLowerCase().split('/');
      return { architecture, owner, model };
    }),
  ),
  ({ owner }) => owner,
);

export function findArchitecture(name: string): VllmArchitecture | undefined {
  return byName.get(name);
}

/** Whether vLLM of `version` has a class for the architecture. Undefined where nobody can tell. */
export function architectureKnownIn(name: string, version: Version): boolean | undefined {
  return livesIn(byName.get(name)?.life, version, vllmReleases);
}

/** How a version stands to an architecture that it does not have. */
export type Absence =
  | { readonly kind: 'not-yet'; readonly since: string }
  | { readonly kind: 'gone'; readonly until: string };

/**
 * Why vLLM of `version` surely cannot run a model of this architecture. Undefined when it has a
 * class of its own, when the Transformers of its time has one, which it then takes, and where
 * nobody can tell.
 */
export function architectureAbsentIn(name: string, version: Version): Absence | undefined {
  const architecture = byName.get(name);
  if (architecture === undefined) return undefined;
  const { life } = architecture;
  if (livesIn(life, version, vllmReleases) !== false) return undefined;
  const [since, until] = [sinceOf(life), untilOf(life)];
  const uploaded = uploadedOn(version);
  if (uploaded === undefined || mayComeFromTransformers(architecture, uploaded)) return undefined;
  const isBefore = since !== undefined && (uploadedOf(since) ?? '') > uploaded;
  if (isBefore) return { kind: 'not-yet', since };
  return until === undefined ? undefined : { kind: 'gone', until };
}

/** An image is built some days after its release, with what is there then. */
const daysOfBuilding = 14;

function mayComeFromTransformers(
  { inTransformersSince: since }: VllmArchitecture,
  uploaded: string,
): boolean {
  if (since === undefined) return false;
  const days = (Date.parse(since) - Date.parse(uploaded)) / 86_400_000;
  return days <= daysOfBuilding;
}

function uploadedOf(release: string): string | undefined {
  const version = vllmReleases.find(({ text }) => text === release);
  return version && uploadedOn(version);
}

/**
 * Architectures that a model of the hub may have, by the models that vLLM names: those of the very
 * id, else of the family by the same owner (Qwen3-VL) if vLLM names it as such. All that the family
 * has are returned, since its sizes may differ. Empty: not known.
 */
export function architecturesOfModel(id: string): readonly string[] {
  const [owner = '', name = ''] = id.trim().toLowerCase().split('/');
  if (owner === '' || name === '') return [];
  const named = byOwner.get(owner) ?? [];
  const plain = withoutTuning(name);
  const exact = named.filter(({ model }) => model === name || withoutTuning(model) === plain);
  if (exact.length > 0) return namesOf(exact);
  const family = withoutSize(plain);
  const alike = named.filter(({ model }) => withoutSize(withoutTuning(model)) === family);
  return alike.some(({ model }) => model === family) ? namesOf(alike) : [];
}

function namesOf(found: readonly { readonly architecture: string }[]): readonly string[] {
  return [...new Set(found.map(({ architecture }) => architecture))];
}

/** Words that say how a model was tuned or stored, and not what it is. */
const tuning = /^(instruct|it|chat|base|thinking|hf|preview|pt|fp8|bf16|fp4|nvfp4|dynamic)$/;
const size = /^[ae]?\d+(\.\d+)?[bm]$/;

/** `qwen3-vl-30b-a3b` for Qwen3-VL-30B-A3B-Instruct-FP8. */
function withoutTuning(name: string): string {
  const words = (quantizedName(name)?.base ?? name).toLowerCase().split('-');
  return words.filter((word) => !tuning.test(word)).join('-');
}

/** `qwen3-vl` for qwen3-vl-30b-a3b. */
function withoutSize(name: string): string {
  return name
    .split('-')
    .filter((word) => !size.test(word))
    .join('-');
}

/** Whether vLLM of `version` refuses float16 for a `model_type` of a config.json. */
export function refusesFloat16(modelType: string, version: Version): boolean | undefined {
  const lives: Readonly<Record<string, LifeSpan>> = data.modelTypesWithoutFloat16;
  return livesIn(lives[modelType], version, vllmReleases);
}
