import data from './data/images.json' with { type: 'json' };
import type { AcceleratorKind } from './accelerator.ts';
import type { Architecture } from './machines.ts';
import { parseVersion, type Version } from './versions.ts';

/** Which of the four Neuron software stacks an image carries; each takes other vLLM arguments. */
export type NeuronStack = 'v0-fork' | 'nxdi-plugin' | 'vllm-neuron' | 'optimum-neuron';

/** What an image's name and tag give away. A field that is absent is not known. */
export interface ImageFacts {
  readonly accelerator?: AcceleratorKind;
  /** The only processors that it is built for. Absent: several, or not known. */
  readonly architecture?: Architecture;
  readonly serves?: 'vllm' | 'ray' | 'ray-vllm' | 'triton' | 'nim' | 'llama-server';
  readonly vllmVersion?: Version;
  readonly rayVersion?: Version;
  /** `3.11` for `py311`. */
  readonly pythonVersion?: string;
  readonly neuronSdkVersion?: Version;
  readonly neuronStack?: NeuronStack;
  /** True for vLLM's own images: FlashInfer is in each. Absent: not known. */
  readonly carriesFlashInfer?: boolean;
  /** True for a published name in another registry: a mirror, or an own build of that name. */
  readonly isMirrored?: true;
  /** Platform suffix of a Ray tag: `gpu`, `cpu`, `cu124`. Absent: none is written. */
  readonly rayPlatform?: string;
  /** Whether the tag names one build for good: not `latest`, `nightly`, a branch or nothing. */
  readonly isPinned: boolean;
}

/**
 * Judges an image by repository name and tag, registry host and mirror prefixes aside, so that
 * `registry.example.com/mirror/vllm/vllm-openai:v0.9.2` is known and a private name is not.
 * Nothing is guessed: a repository we do not know, or a tag out of its grammar, leaves fields out.
 * A version with an unknown suffix (`v0.9.2-ray2.47`) names a build of somebody's own: its version
 * is known, what is in it is not.
 * Sources: rayproject docker READMEs, AWS Deep Learning Containers and Neuron image tags as
 * recorded in data/images.json.
 */
export function describeImage(repository: string, tag: string | undefined): ImageFacts {
  const name = repository.trim().toLowerCase();
  const text = (tag ?? '').trim();
  const shared = { isPinned: isPinned(`${name}:${text}`, text), ...architectureOf(text) };
  const path = name.replace(publicRegistry, '');
  const record = repositories.find((known) => known.pattern.test(path));
  // A company may have neuron in its name: only tags say it by a word of the SDK.
  const isNeuron = /(^|[-_.])neuronx([-_.]|$)/i.test(text);
  if (record === undefined) return isNeuron ? { accelerator: 'neuron', ...shared } : shared;
  const read = readers[record.tags](text);
  if (isDerived(text, record.tags))
    return { ...(isNeuron && { accelerator: 'neuron' }), ...shared, ...versionsOf(read) };
  const isMirrored = record.pattern.exec(path)?.index !== 0;
  return {
    ...fixedFacts(record, isNeuron),
    ...(isMirrored && { isMirrored }),
    ...shared,
    ...read,
  };
}

/** Docker Hub itself, and prefixes that only pass its images on. */
const publicRegistry =
  /^(((index|registry-1)\.)?docker\.io|mirror\.gcr\.io|\d{12}\.dkr\.ecr\.[^/]+\/docker-hub)\//;

/** What may follow the version in a tag that the publisher gives; a part besides is another build. */
const publishedParts: Partial<Record<TagGrammar, RegExp>> = {
  vllm: /^v?\d+(\.\d+)+(\.post\d+|rc\d+|\.dev\d+)?([-_.](x86_64|amd64|aarch64|arm64|cpu|cu\d+|ubuntu[\d.]+))*$/,
  dlc: /^\d+(\.\d+)+(-(gpu|cpu|arm64|amd64|py\d+|cu\d+|ubuntu[\d.]+|amzn\d+|ec2|eks|ecs|sagemaker|soci|v?\d[\d.]*))*$/,
  ray: /^\d+(\.\d+)+(\.[0-9a-f]+)?(-(py\d+|cpu|gpu|cu[\d.]+|cudnn\d*|extra|x86_64|aarch64))*$/,
};

/** Whether a tag has a version and, behind it, what the publisher's tags do not have. */
function isDerived(tag: string, grammar: TagGrammar): boolean {
  const published = publishedParts[grammar];
  const name = tag.replace(/@.*$/, '');
  return published !== undefined && /^v?\d+\.\d/.test(name) && !published.test(name);
}

function versionsOf({ vllmVersion, rayVersion }: TagFacts): TagFacts {
  return {
    ...(vllmVersion !== undefined && { vllmVersion }),
    ...(rayVersion !== undefined && { rayVersion }),
  };
}

function isPinned(reference: string, tag: string): boolean {
  if (reference.includes('@sha256:')) return true;
  return /\d\.\d|[0-9a-f]{7,}/.test(tag) && !/^(latest|nightly|main|master|dev|edge)\b/i.test(tag);
}

/** Where the tag itself names the processors: `2.47.0-py312-gpu-aarch64`, `latest-arm64`. */
function architectureOf(tag: string): Pick<ImageFacts, 'architecture'> {
  if (/[-_.](aarch64|arm64)(?:[-_.@]|$)/i.test(tag)) return { architecture: 'arm64' };
  return /[-_.](x86[-_]64|amd64)(?:[-_.@]|$)/i.test(tag) ? { architecture: 'amd64' } : {};
}

interface ImageRecord {
  readonly pattern: RegExp;
  readonly accelerator?: AcceleratorKind;
  readonly architecture?: Architecture;
  readonly serves?: NonNullable<ImageFacts['serves']>;
  readonly carriesFlashInfer?: boolean;
  readonly tags: TagGrammar;
}

const repositories: readonly ImageRecord[] = Object.freeze(
  data.repositories.map((record) => ({ ...record, pattern: new RegExp(record.pattern) })),
) as readonly ImageRecord[];

type TagGrammar =
  'vllm' | 'dlc' | 'ray' | 'ray-neuron' | 'neuron-vllm' | 'hf-neuron' | 'llama-cpp' | 'opaque';
type TagFacts = Omit<ImageFacts, 'isPinned'>;

function fixedFacts(record: ImageRecord, isNeuron: boolean): TagFacts {
  const accelerator = isNeuron ? 'neuron' : record.accelerator;
  return {
    ...(accelerator !== undefined && { accelerator }),
    ...(record.architecture !== undefined && { architecture: record.architecture }),
    ...(record.serves !== undefined && { serves: record.serves }),
    ...(record.carriesFlashInfer === true && { carriesFlashInfer: true }),
  };
}

const readers: Readonly<Record<TagGrammar, (tag: string) => TagFacts>> = {
  opaque: () => ({}),
  vllm: (tag) => version('vllmVersion', /^v?(\d+\.\d+(?:\.\d+)*(?:rc\d+)?)/.exec(tag)?.[1]),
  dlc: (tag) => ({
    ...version('vllmVersion', /^(\d+\.\d+\.\d+)/.exec(tag)?.[1]),
    ...python(tag),
    ...(/-gpu\b/.test(tag) && { accelerator: 'gpu' as const }),
  }),
  ray: rayTag,
  'ray-neuron': (tag) => {
    const match = /^(\d+\.\d+\.\d+)(?:-(\d+\.\d+\.\d+))?/.exec(tag);
    const vllm = version('vllmVersion', match?.[2]);
    return { ...version('rayVersion', match?.[1]), ...vllm, ...stackOf(vllm.vllmVersion) };
  },
  'neuron-vllm': (tag) => {
    const vllm = version('vllmVersion', /^v?(\d+\.\d+\.\d+(?:\.\d+)*)/.exec(tag)?.[1]);
    return { ...vllm, ...python(tag), ...sdk(tag), ...stackOf(vllm.vllmVersion) };
  },
  // The other variants (none, cuda, vulkan) are built for both.
  'llama-cpp': (tag) =>
    /^(full|light|server)-(rocm|musa|intel|openvino)\b/.test(tag) ? { architecture: 'amd64' } : {},
  'hf-neuron': (tag) => ({
    ...version('vllmVersion', /^(\d+\.\d+\.\d+)-optimum/.exec(tag)?.[1]),
    ...python(tag),
    ...sdk(tag),
    ...(/optimum/.test(tag) && { neuronStack: 'optimum-neuron' as const }),
  }),
};

/** `<ray>[-py3XX][-cpu | -gpu | -cuXXX][-aarch64]`; a Ray LLM tag has the same parts. */
function rayTag(tag: string): TagFacts {
  const match =
    /^(\d+\.\d+\.\d+)(?:\.[0-9a-f]+)?(?:-py(3)(\d+))?(?:-(cpu|gpu|cu\d+)\S*?)?(?:-(?:aarch64|extra))*$/.exec(
      tag,
    );
  if (match === null) return version('rayVersion', /^(\d+\.\d+\.\d+)-/.exec(tag)?.[1]);
  const [, ray, major, minor, platform] = match;
  return {
    ...version('rayVersion', ray),
    ...(major !== undefined && minor !== undefined && { pythonVersion: `${major}.${minor}` }),
    ...(platform !== undefined && { rayPlatform: platform }),
    ...(platform !== undefined && platform !== 'cpu' && { accelerator: 'gpu' as const }),
  };
}

/** The in-tree fork ends with vLLM 0.10.1, the NxDI plugin with 0.16; the rewrite starts at 0.21. */
function stackOf(vllm: Version | undefined): Pick<ImageFacts, 'neuronStack'> {
  const [major = 0, minor = 0] = vllm?.release ?? [];
  if (vllm === undefined || major > 0) return {};
  if (minor < 10) return { neuronStack: 'v0-fork' };
  if (minor >= 11 && minor <= 16) return { neuronStack: 'nxdi-plugin' };
  if (minor >= 21) return { neuronStack: 'vllm-neuron' };
  return {};
}

function version<Key extends 'vllmVersion' | 'rayVersion' | 'neuronSdkVersion'>(
  key: Key,
  text: string | undefined,
): { readonly [name in Key]?: Version } {
  const parsed = text === undefined ? undefined : parseVersion(text);
  return (parsed === undefined ? {} : { [key]: parsed }) as { readonly [name in Key]?: Version };
}

function python(tag: string): Pick<ImageFacts, 'pythonVersion'> {
  const match = /-py(3)(\d+)/.exec(tag);
  return match?.[1] !== undefined && match[2] !== undefined
    ? { pythonVersion: `${match[1]}.${match[2]}` }
    : {};
}

function sdk(tag: string): Pick<ImageFacts, 'neuronSdkVersion'> {
  return version('neuronSdkVersion', /-sdk(\d+\.\d+(?:\.\d+)*)/.exec(tag)?.[1]);
}
