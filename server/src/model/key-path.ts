import { gpuResourceName, neuronDeviceResourceName } from '../catalog/accelerator.ts';
import type { Path } from '../syntax/node.ts';
import { parameterPath, resourcesPath, type InferenceConfig } from './inference-config.ts';

const server: Path = ['inference', 'modelServer'];
const deployment: Path = [...server, 'deployment'];

/** Keys of the values file that are no parameters of vLLM. */
const places: ReadonlyMap<string, Path> = new Map([
  ['accelerator', ['inference', 'accelerator']],
  ['serviceName', ['inference', 'serviceName']],
  ['instanceType', [...deployment, 'instanceType']],
  ['replicas', [...deployment, 'replicas']],
  ['nodeSelector', [...deployment, 'nodeSelector']],
  ['tolerations', [...deployment, 'tolerations']],
  ['topologySpreadConstraints', [...deployment, 'topologySpreadConstraints']],
  ['startupBudgetSeconds', [...deployment, 'startupBudgetSeconds']],
  ['repository', [...server, 'image', 'repository']],
  ['tag', [...server, 'image', 'tag']],
  ['imagePullSecrets', [...server, 'imagePullSecrets']],
  ['vllmVersion', [...server, 'vllmVersion']],
  ['pythonVersion', [...server, 'pythonVersion']],
  ['rayVersion', ['inference', 'rayOptions', 'rayVersion']],
  ['modelParameters', ['modelParameters']],
  ['hf-token', ['inference', 'huggingFaceToken', 'secretName']],
]);

/** Where a key that a log or a cause names stands in the values; undefined for a word that is no key. */
export function pathOfKey(key: string, config: InferenceConfig): Path | undefined {
  if (key === 'modelId') return config.modelId?.path ?? parameterPath('modelId');
  if (key === gpuResourceName || key === neuronDeviceResourceName)
    return [...resourcesPath(key === gpuResourceName ? 'gpu' : 'neuron'), 'limits', key];
  if (key === 'memory' || key === 'cpu')
    return config.accelerator && [...resourcesPath(config.accelerator.value), 'limits', key];
  return places.get(key) ?? (/^[a-z]\w*$/i.test(key) ? parameterPath(key) : undefined);
}
