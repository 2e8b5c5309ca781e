import { editor, group, refused, rules, rulesBut } from './matter.ts';

export const neuron = group('Neuron devices and cores', [
  [
    'n1',
    'Logical cores are joined by 1 or 2, on Trainium2 and later only',
    rules('neuron-logical-core-config-not-supported'),
  ],
  ['n2', 'Model and runtime join cores alike', rules('logical-core-configs-differ')],
  ['n2b', 'The setting of the node', refused('Only the cluster knows it.')],
  ['n3', 'Visible cores follow on each other', rules('neuron-visible-cores-not-contiguous')],
  ['n4', 'The device plugin says which cores are visible', rules('neuron-cores-set-by-hand')],
  [
    'n5',
    'Several but not all devices need the Neuron scheduler',
    rulesBut(
      'The chart in the box names the scheduler by itself where it is needed.',
      'neuron-scheduler-switched-off',
    ),
  ],
  ['n6', 'The Neuron scheduler is installed', refused('Only the cluster knows.')],
  [
    'n7',
    'The scheduler can place the number of devices on trn1',
    rules('neuron-device-count-not-placeable'),
  ],
  [
    'n7b',
    'Groups of devices on trn2, and trn2u over several nodes',
    refused('Documented for dynamic resource allocation only, not for the scheduler extension.'),
  ],
  [
    'n8',
    'Karpenter places powers of two of Neuron devices',
    rules('neuron-device-count-not-power-of-two'),
  ],
  ['n9', 'Karpenter and trn2 nodes count cores differently', rules('neuroncore-on-trainium2')],
  [
    'n10',
    'What the EC2 API says of the memory of Trainium2',
    editor('Never used: device memory comes from the catalog, which follows the SDK.'),
  ],
  ['n11', 'Inferentia1 serves no language model', rules('inferentia1-cannot-serve')],
  ['n12', 'Newer Neuron images run on trn2 and trn3 only', rules('neuron-image-needs-newer-chip')],
  [
    'n12b',
    'Names and sizes of trn3 instances',
    refused('Not in the EC2 API; the family is known, its sizes are not.'),
  ],
  [
    'n12c',
    'Idle NeuronCores',
    refused('Sizes that the runtime supports often leave some idle. Idle GPUs are told.'),
  ],
]);
