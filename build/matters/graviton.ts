import { editor, group, refused, rules, rulesBut } from './matter.ts';

export const graviton = group('Graviton and llama.cpp', [
  [
    'g1',
    'The instance type has Arm processors',
    rulesBut(
      'Whether the cluster has Graviton nodes, only the cluster knows.',
      'accelerator-instance-mismatch',
    ),
  ],
  [
    'g2',
    'The image is built for the CPUs of Graviton',
    rules('device-image-on-graviton', 'image-for-other-architecture'),
  ],
  ['g3', 'The framework runs on Graviton', rules('framework-without-graviton')],
  [
    'g4',
    'KV cache and weights fit into the memory of the container',
    rulesBut(
      'Where the limit is known; working memory and the memory of the node are not counted.',
      'cpu-kv-cache-exceeds-memory',
    ),
  ],
  [
    'g5',
    'gpuMemoryUtilization on a CPU',
    refused(
      'There it is a share of the memory of the node, and counts only where the chart sets no KV cache.',
    ),
  ],
  [
    'g6',
    'Parameters are flags of llama-server',
    rules('parameter-is-no-llama-server-flag', 'flag-misspelt'),
  ],
  [
    'g7',
    'Flags of llama-server have the value that they need, and none that they refuse',
    rules('flag-without-value', 'switch-given-value'),
  ],
  [
    'g8',
    'llama-server is in the image, and the shell finds it',
    rules('image-lacks-llama-server', 'llama-server-not-on-path'),
  ],
  [
    'g9',
    'Flags of vLLM that the chart itself gives to llama-server',
    rules('vllm-flag-given-to-llama-server'),
  ],
  ['g10', 'Which flags llama-server has', editor('Completion and hover of modelParameters.')],
  [
    'g11',
    'A GGUF model that does not fit into memory',
    refused('The size of a quantised file is not in its name.'),
  ],
]);
