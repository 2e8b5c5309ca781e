import { failed, ok, type Result } from '../base/result.ts';
import { acceleratorOfResource, gpuResourceName } from '../catalog/accelerator.ts';
import { findGpu, gpus } from '../catalog/gpus.ts';
import { findInstanceType } from '../catalog/instance-types.ts';
import { paths } from '../catalog/values-paths.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import { gpuDevice, instanceDevice } from './device.ts';
import type { FitDevice } from './request.ts';

/**
 * The device that the values put the model on: by instance type, else by the labels of nodeSelector
 * that name the hardware. The failure finishes the sentence "unknown: …".
 */
export function deviceOf(config: InferenceConfig): Result<FitDevice, string> {
  const { accelerator, instanceType } = config;
  if (accelerator === undefined) return failed('whether it runs on gpu or neuron');
  if (accelerator.value === 'graviton') return failed('how a model uses the memory of Graviton');
  const slice = sharedResource(config);
  if (slice !== undefined) return failed(`how much of a GPU ${slice} gives`);
  const instance = config.known.instance ?? instanceOfSelector(config);
  if (instance !== undefined) {
    if (instance.acceleratorKind !== accelerator.value || instance.family === 'inf1')
      return failed(`a device of ${instance.name} that serves accelerator ${accelerator.value}`);
    const device = instanceDevice(instance);
    return device ? ok(device) : failed(`how much GPU memory ${instance.name} shows`);
  }
  const gpu = accelerator.value === 'gpu' ? gpuOfSelector(config) : undefined;
  if (gpu !== undefined) return ok(gpuDevice(gpu));
  return failed(
    instanceType === undefined
      ? 'the instance type (inference.modelServer.deployment.instanceType)'
      : `the hardware of ${instanceType.value}`,
  );
}

/** A slice or a turn of a GPU: how much memory that is depends on the cluster. */
function sharedResource({ requests, limits }: InferenceConfig): string | undefined {
  return [...limits.keys(), ...requests.keys()].find(
    (name) =>
      name !== gpuResourceName &&
      acceleratorOfResource(name) === 'gpu' &&
      ((limits.get(name)?.value ?? 0) > 0 || (requests.get(name)?.value ?? 0) > 0),
  );
}

function instanceOfSelector(config: InferenceConfig) {
  if (config.instanceType !== undefined) return undefined;
  const name = label(config, 'node.kubernetes.io/instance-type');
  return name === undefined ? undefined : findInstanceType(name);
}

/** Karpenter's label has its own short names, the one of NVIDIA's feature discovery the card's. */
function gpuOfSelector(config: InferenceConfig) {
  if (config.instanceType !== undefined) return undefined;
  const short = label(config, 'karpenter.k8s.aws/instance-gpu-name');
  const product = label(config, 'nvidia.com/gpu.product');
  const byLabel = short === undefined ? [] : gpus.filter((gpu) => gpu.karpenterName === short);
  // Cards of two sizes share a name where the label does not tell them apart.
  if (byLabel.length === 1) return byLabel[0];
  return product === undefined ? undefined : findGpu(product);
}

function label({ values }: InferenceConfig, name: string): string | undefined {
  const value = values.at([...paths.nodeSelector, name])?.value;
  return typeof value === 'string' ? value : undefined;
}
