/** The two kinds of devices that accelerate a model. */
export type AcceleratorKind = 'gpu' | 'neuron';

/** A value of inference.accelerator. Graviton is a processor: its pods ask for no device. */
export type Accelerator = AcceleratorKind | 'graviton';

/** Extended resource names that device plugins register (Kubernetes and Neuron SDK 2.32 docs). */
export const gpuResourceName = 'nvidia.com/gpu';
export const neuronDeviceResourceName = 'aws.amazon.com/neuron';
export const neuronCoreResourceName = 'aws.amazon.com/neuroncore';
/** Dropped by the Neuron device plugin in SDK 2.22: a pod that asks for it stays Pending. */
export const retiredNeuronResourceName = 'aws.amazon.com/neurondevice';

/**
 * Which accelerator an extended resource stands for: GPUs whole, shared (`nvidia.com/gpu.shared`)
 * or sliced (`nvidia.com/mig-1g.10gb`), Neuron devices or cores. Absent for cpu, memory, EFA and
 * anything unknown.
 */
export function acceleratorOfResource(name: string): AcceleratorKind | undefined {
  if (name === gpuResourceName || /^nvidia\.com\/(gpu\.|mig-)/.test(name)) return 'gpu';
  if (/^aws\.amazon\.com\/neuron(core|device)?$/.test(name)) return 'neuron';
  return undefined;
}
