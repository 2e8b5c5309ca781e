import type { Path } from '../syntax/node.ts';
import type { Accelerator } from './accelerator.ts';
import type { Generation } from './frameworks.ts';

const inference = ['inference'] as const;
const modelServer = [...inference, 'modelServer'] as const;
const deployment = [...modelServer, 'deployment'] as const;
const rayOptions = [...inference, 'rayOptions'] as const;
const autoscaling = [...rayOptions, 'autoscaling'] as const;
const modelParameters = ['modelParameters'] as const;

/** Where the values of the chart stand that the code asks for, as far as both generations agree. */
export const paths = {
  inference,
  accelerator: [...inference, 'accelerator'],
  framework: [...inference, 'framework'],
  serviceName: [...inference, 'serviceName'],
  serviceNamespace: [...inference, 'serviceNamespace'],

  modelServer,
  imageRepository: [...modelServer, 'image', 'repository'],
  imageTag: [...modelServer, 'image', 'tag'],
  imagePullSecrets: [...modelServer, 'imagePullSecrets'],
  vllmVersion: [...modelServer, 'vllmVersion'],
  pythonVersion: [...modelServer, 'pythonVersion'],
  /** A list of names and values in generation 0.1, a map in 0.2. */
  environment: [...modelServer, 'env'],
  extraArgs: [...modelServer, 'extraArgs'],

  deployment,
  replicas: [...deployment, 'replicas'],
  minReplicas: [...deployment, 'minReplicas'],
  maxReplicas: [...deployment, 'maxReplicas'],
  instanceType: [...deployment, 'instanceType'],
  nodeSelector: [...deployment, 'nodeSelector'],
  tolerations: [...deployment, 'tolerations'],
  podAffinity: [...deployment, 'podAffinity'],
  topologySpreadConstraints: [...deployment, 'topologySpreadConstraints'],
  podLabels: [...deployment, 'podLabels'],
  schedulerName: [...deployment, 'schedulerName'],
  startupBudgetSeconds: [...deployment, 'startupBudgetSeconds'],
  extraVolumes: [...deployment, 'extraVolumes'],
  extraVolumeMounts: [...deployment, 'extraVolumeMounts'],

  rayVersion: [...rayOptions, 'rayVersion'],
  engineKwargs: [...rayOptions, 'engineKwargs'],
  headTolerations: [...rayOptions, 'headGroup', 'tolerations'],
  headImageTag: [...rayOptions, 'headGroup', 'image', 'tag'],
  isAutoscaling: [...autoscaling, 'enabled'],
  minActors: [...autoscaling, 'actorAutoscaling', 'minActors'],
  maxActors: [...autoscaling, 'actorAutoscaling', 'maxActors'],

  modelParameters,
  logLevel: ['vllm', 'logLevel'],
  /** Generation 0.2 alone: labels of every object. */
  extraLabels: ['extraLabels'],
  /** Generation 0.2: where the weights are, in place of the model's name on the hub. */
  modelPath: ['modelPath'],
  loadFormat: ['vllm', 'loadFormat'],
  /** In GiB, for vLLM on Graviton. */
  cpuKvCacheSpace: ['vllm', 'cpuKvCacheSpace'],
  cpuKvCacheUtilization: ['vllm', 'cpuKvCacheUtilization'],
  llamaCppCommand: ['llamaCpp', 'command'],
  fluentbitEnabled: ['fluentbit', 'enabled'],
  fluentbitImageTag: ['fluentbit', 'image', 'tag'],
} as const satisfies Readonly<Record<string, Path>>;

/** Path of one key of modelParameters. */
export function parameterPath<Name extends string>(name: Name) {
  return [...modelParameters, name] as const;
}

/** Whether a path leads to a key of modelParameters, or below one. */
export function isParameterPath(path: Path): boolean {
  return path[0] === modelParameters[0];
}

/** Where a probe of the container that serves stands, in generation 0.2. */
export function probePath(name: 'startupProbe' | 'livenessProbe' | 'readinessProbe'): Path {
  return [...deployment, name];
}

/** Where the resources stand that count for `accelerator`. */
export function resourcesPath(accelerator: Accelerator): Path {
  return [...deployment, 'resources', accelerator];
}

/** Where the model's name stands. */
export const modelPaths = {
  '0.1': parameterPath('modelId'),
  '0.2': ['model'],
} as const satisfies Readonly<Record<Generation, Path>>;

/** Where the size of /dev/shm stands. */
export const sharedMemoryPaths = {
  '0.1': [...deployment, 'sharedMemorySize'],
  '0.2': [...deployment, 'sharedMemory'],
} as const satisfies Readonly<Record<Generation, Path>>;

/** Where the name of the Secret with the token of Hugging Face stands. */
export const tokenSecretPaths = {
  '0.1': [...inference, 'huggingFaceToken', 'secretName'],
  '0.2': ['hfTokenSecret', 'name'],
} as const satisfies Readonly<Record<Generation, Path>>;

/** Where the name of its key in that Secret stands. */
export const tokenSecretKeyPaths = {
  '0.1': [...inference, 'huggingFaceToken', 'secretKey'],
  '0.2': ['hfTokenSecret', 'key'],
} as const satisfies Readonly<Record<Generation, Path>>;

/** Where the service account of the pods stands. */
export const serviceAccountPaths = {
  '0.1': [...modelServer, 'serviceAccountName'],
  '0.2': ['serviceAccountName'],
} as const satisfies Readonly<Record<Generation, Path>>;

/** Whether both lead to the same value. */
export function isSamePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}
