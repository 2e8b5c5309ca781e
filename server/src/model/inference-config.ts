import { findFramework, runsRay, type Framework } from '../catalog/frameworks.ts';
import type { Accelerator } from '../catalog/accelerator.ts';
import { describeImage, type ImageFacts } from '../catalog/images.ts';
import { findInstanceType, type InstanceType } from '../catalog/instance-types.ts';
import { findMachine, type Machine } from '../catalog/machines.ts';
import { findModel, type ModelFacts } from '../catalog/models.ts';
import { modelPaths, paths, resourcesPath } from '../catalog/values-paths.ts';
import { parseVersion, type Version } from '../catalog/versions.ts';
import { mainFlag } from '../catalog/vllm-arguments.ts';
import type { Chart, Generation } from '../chart/chart.ts';
import type { Path } from '../syntax/node.ts';
import { requestedDevices, type DeviceRequest } from './devices.ts';
import type { Fact, MergedValues } from './merged-values.ts';
import { parseQuantity } from './quantity.ts';
import { tokenCount } from './token-count.ts';
import { readFlags } from './vllm-flags.ts';

/**
 * The merged values as typed facts. A field is absent when the values leave it out or hold
 * something of another type: the schema speaks of that, rules stay silent.
 */
export interface InferenceConfig {
  readonly generation: Generation | undefined;
  /** For keys without a field of their own. */
  readonly values: MergedValues;

  readonly accelerator: Fact<Accelerator> | undefined;
  readonly framework: Fact<string> | undefined;
  /** True for Ray Serve in either generation's spelling. */
  readonly isRay: boolean;
  readonly serviceName: Fact<string> | undefined;
  readonly serviceNamespace: Fact<string> | undefined;
  readonly modelId: Fact<string> | undefined;

  readonly imageRepository: Fact<string> | undefined;
  /** As Helm prints it: an unquoted 2.50 is "2.5". */
  readonly imageTag: Fact<string> | undefined;
  readonly vllmVersion: Fact<string> | undefined;
  readonly pythonVersion: Fact<string> | undefined;
  readonly rayVersion: Fact<string> | undefined;

  readonly instanceType: Fact<string> | undefined;
  readonly replicas: Fact<number> | undefined;
  readonly minReplicas: Fact<number> | undefined;
  readonly maxReplicas: Fact<number> | undefined;
  readonly minActors: Fact<number> | undefined;
  readonly maxActors: Fact<number> | undefined;
  readonly isAutoscaling: boolean;

  /** Requests and limits that count under this accelerator, by resource name, in base units. */
  readonly requests: ReadonlyMap<string, Fact<number>>;
  readonly limits: ReadonlyMap<string, Fact<number>>;

  /**
   * Parameters of vLLM as they reach it, from modelParameters, extraArgs or engineKwargs, with the
   * place that wins. Also absent when nobody can tell what they come to, and when llama-server is
   * served, whose parameters are its own.
   */
  readonly tensorParallelSize: Fact<number> | undefined;
  readonly pipelineParallelSize: Fact<number> | undefined;
  readonly numGpus: Fact<number> | undefined;
  /** In tokens. Absent also where vLLM chooses it (`auto`, -1). */
  readonly maxModelLen: Fact<number> | undefined;
  readonly maxNumSeqs: Fact<number> | undefined;
  readonly maxNumBatchedTokens: Fact<number> | undefined;
  readonly gpuMemoryUtilization: Fact<number> | undefined;

  /** Everything that the values say of flags of vLLM, in kebab case, wherever they say it. */
  readonly flags: ReadonlyMap<string, Fact>;

  /** What the catalog and the image's name add. Absent means not known, never "none". */
  readonly known: KnownFacts;
}

/** Facts that follow from the values by look-up. */
export interface KnownFacts {
  /** What the framework deploys. Absent too for a name that no release of the chart has. */
  readonly framework: Framework | undefined;
  /** What the image's name and tag give away. */
  readonly image: ImageFacts;
  /** The vLLM that will run: what Ray installs if that is said, else what the image's tag names. */
  readonly vllm: Version | undefined;
  /** The instance type, when it has GPUs or Neuron devices. */
  readonly instance: InstanceType | undefined;
  /** Size and processors of the instance type, with devices or without. */
  readonly machine: Machine | undefined;
  readonly model: ModelFacts | undefined;
  /** Devices that one pod asks for; none under graviton, whatever its resources say. */
  readonly devices: DeviceRequest | undefined;
  /** Flags of vLLM that are given, but of which nobody can tell what they come to. */
  readonly undecidedFlags: ReadonlySet<string>;
}

/** Gives the merged values their types. Total: any values give a config, never an error. */
export function lower(values: MergedValues, chart: Chart): InferenceConfig {
  const text = (path: Path) => asText(values.at(path));
  const number = (path: Path) => asNumber(values.at(path));
  const accelerator = asAccelerator(text(paths.accelerator), chart.generation);
  const framework = text(paths.framework);
  const knownFramework = framework && findFramework(framework.value);
  const isLlamaServer = knownFramework?.server === 'llama-server';
  const quantities = (kind: 'requests' | 'limits') =>
    quantitiesAt(values, accelerator && [...resourcesPath(accelerator.value), kind]);
  const isRay = runsRay(knownFramework);
  const takesEngineArguments = isRay && accelerator?.value === 'gpu';
  const { flags, undecided } = readFlags(values, {
    extraArgs: chart.habits.passesExtraArgsWhole && !takesEngineArguments,
    engineKwargs: chart.habits.passesEngineKwargs && takesEngineArguments,
  });
  const parameter = (name: string, read = asNumber) => {
    const flag = mainFlag(name);
    return isLlamaServer || undecided.has(flag) ? undefined : read(flags.get(flag));
  };
  const imageRepository = text(paths.imageRepository);
  const imageTag = text(paths.imageTag);
  // Charts replace their default image where it cannot serve, so it says nothing there.
  const isReplaced =
    imageRepository?.origin.kind === 'chart' && (isRay || accelerator?.value === 'neuron');
  const image = isReplaced
    ? describeImage('', undefined)
    : describeImage(imageRepository?.value ?? '', imageTag?.value);
  const vllmVersion = text(paths.vllmVersion);
  const installed = isRay && vllmVersion ? parseVersion(vllmVersion.value) : undefined;
  const instanceType = text(paths.instanceType);
  const modelId = text(modelPaths[chart.generation ?? '0.1']);
  const requests = quantities('requests');
  const limits = quantities('limits');
  return {
    generation: chart.generation,
    values,
    accelerator,
    framework,
    isRay,
    serviceName: text(paths.serviceName),
    serviceNamespace: text(paths.serviceNamespace),
    modelId,
    imageRepository,
    imageTag,
    vllmVersion,
    pythonVersion: text(paths.pythonVersion),
    rayVersion: text(paths.rayVersion),
    instanceType,
    replicas: number(paths.replicas),
    minReplicas: number(paths.minReplicas),
    maxReplicas: number(paths.maxReplicas),
    minActors: number(paths.minActors),
    maxActors: number(paths.maxActors),
    isAutoscaling: values.at(paths.isAutoscaling)?.value === true,
    requests,
    limits,
    tensorParallelSize: parameter('tensorParallelSize'),
    pipelineParallelSize: parameter('pipelineParallelSize'),
    numGpus: parameter('numGpus'),
    maxModelLen: parameter('maxModelLen', tokenCount),
    maxNumSeqs: parameter('maxNumSeqs'),
    maxNumBatchedTokens: parameter('maxNumBatchedTokens'),
    gpuMemoryUtilization: parameter('gpuMemoryUtilization'),
    flags: isLlamaServer ? new Map() : flags,
    known: {
      framework: knownFramework,
      image,
      vllm: installed ?? image.vllmVersion,
      instance: instanceType && findInstanceType(instanceType.value),
      machine: instanceType && findMachine(instanceType.value),
      model: modelId && findModel(modelId.value),
      // What stands below resources.graviton is no device of an accelerator.
      devices: accelerator?.value === 'graviton' ? undefined : requestedDevices(requests, limits),
      undecidedFlags: undecided,
    },
  };
}

/** A scalar as text; undefined for empty text, booleans, maps, lists and template expressions. */
export function asText(fact: Fact | undefined): Fact<string> | undefined {
  if (fact === undefined) return undefined;
  const { value } = fact;
  if (typeof value === 'number') return { ...fact, value: String(value) };
  if (typeof value !== 'string' || value === '' || value.includes('{{')) return undefined;
  return { ...fact, value };
}

/** A number, also when quoted, because templates print both alike. */
export function asNumber(fact: Fact | undefined): Fact<number> | undefined {
  if (fact === undefined) return undefined;
  const { value } = fact;
  if (typeof value === 'number') return Number.isFinite(value) ? { ...fact, value } : undefined;
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value))
    return undefined;
  return { ...fact, value: Number(value) };
}

function asAccelerator(
  fact: Fact<string> | undefined,
  generation: Generation | undefined,
): Fact<Accelerator> | undefined {
  if (fact?.value === 'gpu' || fact?.value === 'neuron') return { ...fact, value: fact.value };
  if (fact?.value === 'graviton' && generation !== '0.1') return { ...fact, value: fact.value };
  return undefined;
}

function quantitiesAt(values: MergedValues, path: Path | undefined): Map<string, Fact<number>> {
  const found = new Map<string, Fact<number>>();
  if (path === undefined) return found;
  for (const name of values.keys(path)) {
    const fact = values.at([...path, name]);
    const value = parseQuantity(fact?.value);
    if (fact !== undefined && value !== undefined) found.set(name, { ...fact, value });
  }
  return found;
}
