import { group, refused, rules, rulesBut } from './matter.ts';

export const resources = group('Devices and nodes', [
  ['k1', 'Devices are whole numbers', rules('fractional-device')],
  [
    'k2',
    'Devices stand in limits, and requests equal them',
    rules('device-request-without-limit', 'requests-differ-from-limits'),
  ],
  ['k2b', 'cpu and memory are requested within their limits', rules('request-exceeds-limit')],
  ['k2c', 'Memory has a unit', rules('memory-without-unit')],
  [
    'k3',
    'Names of resources are those that device plugins register',
    rules('resource-name-misspelt'),
  ],
  ['k4', 'aws.amazon.com/neurondevice is gone', rules('retired-neuron-resource')],
  [
    'k5',
    'Accelerator, resources and instance type are of one kind',
    rules(
      'accelerator-resource-mismatch',
      'accelerator-instance-mismatch',
      'resources-of-other-accelerator',
      'node-selector-of-other-accelerator',
    ),
  ],
  [
    'k5b',
    'The image is built for the accelerator',
    rules('gpu-image-on-neuron', 'neuron-image-on-gpu'),
  ],
  [
    'k6',
    'The pod fits onto the instance type: devices, cpu, memory, EFA interfaces',
    rules(
      'devices-exceed-instance',
      'request-exceeds-instance',
      'request-exceeds-allocatable',
      'efa-exceeds-instance',
      'instance-without-accelerator',
    ),
  ],
  [
    'k6b',
    'The name of the instance type is spelt as nodes carry it',
    rules('instance-type-misspelt'),
  ],
  ['k6c', 'Instance types outside the catalog', refused('Unknown is not wrong.')],
  [
    'k6d',
    'Allocatable memory after DaemonSets',
    refused('Differs by cluster; the estimate of Karpenter is the bound.'),
  ],
  [
    'k7',
    'MIG slices are profiles that the card has',
    rulesBut(
      'For A100 and H100, and for cards without MIG; profiles of other cards were not read.',
      'mig-profile-not-on-gpu',
    ),
  ],
  [
    'k7b',
    'The MIG strategy of the device plugin',
    refused('Only the cluster knows whether nvidia.com/gpu is a whole card or a slice.'),
  ],
  [
    'k8',
    'Turns on a shared GPU are not GPUs',
    rules(
      'tensor-parallel-on-shared-gpu',
      'shared-gpu-counted-twice',
      'memory-share-on-shared-gpu',
    ),
  ],
  [
    'k9',
    'g6f and gr6f have a part of a GPU that autoscalers do not see',
    rules('fractional-gpu-instance'),
  ],
  [
    'k9b',
    'A NodeOverlay that offers fractional GPUs',
    refused('Only the cluster knows; the finding says so and is a warning.'),
  ],
  [
    'k10',
    'The image is built for the processors of the instance type',
    rulesBut(
      'Where the tag names an architecture, or the repository has one alone; vLLM and Ray publish other tags for both under changing names.',
      'image-for-other-architecture',
    ),
  ],
  [
    'k11',
    'Taints of accelerator nodes are tolerated',
    refused(
      'Which taints there are, and whether EKS adds tolerations by itself, only the cluster knows. The rollout names an untolerated taint.',
    ),
  ],
  [
    'k12',
    'Labels in nodeSelector are spelt as nodes carry them, and go with the instance type',
    rules('node-label-misspelt', 'node-selector-contradicts-instance'),
  ],
  ['k12b', 'Labels of your own', refused('Only the cluster knows which nodes carry them.')],
  [
    'k13',
    'Neuron devices through dynamic resource allocation',
    refused(
      'The charts of both generations have no resource claims; which of driver and plugin is installed, only the cluster knows.',
    ),
  ],
]);
