import { gpuResourceName, neuronDeviceResourceName } from '../catalog/accelerator.ts';
import {
  modelPaths,
  parameterPath,
  paths,
  resourcesPath,
  tokenSecretPaths,
} from '../catalog/values-paths.ts';
import type { Path } from '../syntax/node.ts';
import type { InferenceConfig } from './inference-config.ts';

/** Keys of the values file that are no parameters of vLLM. */
const places: ReadonlyMap<string, Path> = new Map<string, Path>([
  ['accelerator', paths.accelerator],
  ['serviceName', paths.serviceName],
  ['instanceType', paths.instanceType],
  ['replicas', paths.replicas],
  ['nodeSelector', paths.nodeSelector],
  ['tolerations', paths.tolerations],
  ['topologySpreadConstraints', paths.topologySpreadConstraints],
  ['startupBudgetSeconds', paths.startupBudgetSeconds],
  ['repository', paths.imageRepository],
  ['tag', paths.imageTag],
  ['imagePullSecrets', paths.imagePullSecrets],
  ['vllmVersion', paths.vllmVersion],
  ['pythonVersion', paths.pythonVersion],
  ['rayVersion', paths.rayVersion],
  ['modelParameters', paths.modelParameters],
]);

/** Where a key that a log or a cause names stands in the values; undefined for a word that is no key. */
export function pathOfKey(key: string, config: InferenceConfig): Path | undefined {
  if (key === 'modelId') return config.modelId?.path ?? modelPaths[config.generation ?? '0.1'];
  if (key === 'hf-token') return tokenSecretPaths[config.generation ?? '0.1'];
  if (key === gpuResourceName || key === neuronDeviceResourceName)
    return [...resourcesPath(key === gpuResourceName ? 'gpu' : 'neuron'), 'limits', key];
  if (key === 'memory' || key === 'cpu')
    return config.accelerator && [...resourcesPath(config.accelerator.value), 'limits', key];
  return places.get(key) ?? (/^[a-z]\w*$/i.test(key) ? parameterPath(key) : undefined);
}
