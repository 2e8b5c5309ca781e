import { instanceTypes, type InstanceType } from '../../catalog/instance-types.ts';
import type { DeviceRequest } from '../../model/devices.ts';
import { blame } from '../blame.ts';
import { countDevices, tellRequest } from '../count.ts';
import type { Fix, Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';

export const devicesExceedInstance: Rule = {
  id: 'devices-exceed-instance',
  severity: 'error',
  summary: 'One pod asks for more devices than the instance type has.',
  why: 'A pod runs on one node. When it asks for more GPUs, Neuron devices or cores than the chosen instance type has, no node fits: the pod stays Pending with "Insufficient nvidia.com/gpu", and Karpenter starts nothing.',
  sources: [instanceTable],
  *check({ config: { accelerator, instanceType, known } }) {
    const { devices, instance } = known;
    if (devices === undefined || instance === undefined || instanceType === undefined) return;
    const offered = offeredBy(instance, devices.unit);
    if (offered === undefined || instance.acceleratorKind !== accelerator?.value) return;
    const at = blame(...devices.facts, instanceType);
    if (devices.count <= offered || at === undefined) return;
    yield {
      at,
      message: `The pod asks for ${tellRequest(devices)}, but ${instance.name} has ${countDevices(offered, devices.unit)}. No node fits, so the pod stays Pending.`,
      related: [instanceType, ...devices.facts]
        .filter((fact) => fact !== at)
        .map((fact) => ({
          at: fact,
          message: `${String(fact.path.at(-1))} is ${fact.value} here.`,
        })),
      fixes: [...largerInstance(instance, devices), ...fewerDevices(offered, devices)].map((fix) =>
        fix(instanceType.path),
      ),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.xlarge
          #                   ^^^^^^^^^ related devices-exceed-instance
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
          #                           ^ related devices-exceed-instance
                    limits:
                      nvidia.com/gpu: 4
          #                           ^ devices-exceed-instance
          modelParameters:
            tensorParallelSize: 4
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.12xlarge
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            tensorParallelSize: 4
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g5.12xlarge
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 4
                  limits:
                    nvidia.com/gpu: 4
        modelParameters:
          tensorParallelSize: 4
      `,
    ],
  },
};

function offeredBy(instance: InstanceType, unit: DeviceRequest['unit']): number | undefined {
  if (unit !== 'neuron-core') return instance.deviceCount;
  return instance.neuron && instance.neuron.physicalCoresPerDevice * instance.deviceCount;
}

type FixFor = (instanceType: Fix['edits'][number]['path']) => Fix;

/** The smallest type of the same family that has the devices. */
function largerInstance(instance: InstanceType, { count, unit }: DeviceRequest): FixFor[] {
  const [larger] = instanceTypes
    .filter((type) => type.family === instance.family && (offeredBy(type, unit) ?? 0) >= count)
    .sort((a, b) => a.deviceCount - b.deviceCount || a.vcpu - b.vcpu);
  if (larger === undefined) return [];
  return [
    (path) => ({
      title: `Set instanceType to ${larger.name}`,
      isSafe: false,
      edits: [{ kind: 'set', path, value: larger.name }],
    }),
  ];
}

function fewerDevices(offered: number, { resource, facts }: DeviceRequest): FixFor[] {
  return [
    () => ({
      title: `Request ${offered} ${resource}`,
      isSafe: false,
      edits: facts.map(({ path }) => ({ kind: 'set', path, value: offered })),
    }),
  ];
}
