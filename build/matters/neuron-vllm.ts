import { group, memoryFit, refused, rules, rulesBut } from './matter.ts';

export const neuronVllm = group('vLLM on Neuron', [
  [
    'vn1',
    'Ranks are logical cores of the devices',
    rules('tensor-parallel-exceeds-devices', 'tensor-parallel-exceeds-logical-cores'),
  ],
  [
    'vn2',
    'Tensor parallel sizes that the runtime lists',
    rules('neuron-tensor-parallel-undocumented'),
  ],
  ['vn2b', 'Size 12 on inf2', refused('Older pages of the SDK list it, newer ones do not.')],
  [
    'vn3',
    'Heads that do not divide on Neuron',
    refused('The Neuron plugins pad and repeat heads.'),
  ],
  [
    'vn4',
    'One process drives all cores, without pipeline stages',
    rules('pipeline-parallel-on-neuron', 'executor-choice-on-neuron'),
  ],
  [
    'vn5',
    'Context and batch are compiled',
    rulesBut('In charts whose defaults do not name them.', 'neuron-shapes-not-set'),
  ],
  [
    'vn6',
    'Prefix caching has all its settings on NxD Inference',
    rules('neuron-prefix-caching-incomplete'),
  ],
  ['vn7', 'There are blocks for the compiled batch', rules('neuron-kv-blocks-too-few')],
  [
    'vn8',
    'Chunked prefill and the custom scheduler on NxD Inference',
    refused('Defaults of the plugin that differ by version, and start either way.'),
  ],
  ['vn9', 'What optimum-neuron refuses', rules('optimum-neuron-lacks-feature')],
  [
    'vn9b',
    'Sizes of a model that was exported before',
    refused('They are in the exported model, which is not read.'),
  ],
  ['vn10', 'Buckets of the new vllm-neuron', rules('neuron-buckets-do-not-fit')],
  ['vn11', 'The expert degree of the new vllm-neuron', rules('neuron-expert-degree-does-not-fit')],
  [
    'vn11b',
    'Ranks of vision towers, and where mm_language_model_only stands',
    refused('Keys of one release of a young plugin; it names them itself when they are wrong.'),
  ],
  [
    'vn12',
    'Quantisation on Neuron',
    rules('quantization-set-on-neuron', 'gpu-quantization-on-neuron'),
  ],
  [
    'vn12b',
    'MXFP4 models on trn2',
    refused('Documents disagree on whether they are loaded in another format.'),
  ],
  [
    'vn13',
    'Models that the plugins list',
    refused('Lists grow with each release, and variants of listed models are not in them.'),
  ],
  [
    'vn14',
    'gpuMemoryUtilization, graphs and eager mode have no use',
    refused('Inferred from the source of one release; files for both accelerators share them.'),
  ],
  [
    'vn15',
    'Weights and KV cache fit into the cores',
    memoryFit(
      'Memory of a logical core and the compiled batch, by the rules of the memory estimate.',
    ),
  ],
  ['vn16', 'A first start compiles', rules('startup-budget-short-for-compile')],
  [
    'vn17',
    'Degrees of NxD Inference divide ranks and batch',
    rules('neuron-parallel-degree-does-not-divide'),
  ],
  [
    'vn17b',
    'Unknown keys of override_neuron_config',
    refused('NxD Inference warns of them and starts.'),
  ],
  [
    'vn18',
    'A device flag, and the flags of the in-tree backend',
    rulesBut('For GPU images; a fork may keep what upstream removed.', 'removed-vllm-argument'),
  ],
]);
