import { editor, group, refused, rules, rulesBut } from './matter.ts';

export const vllm = group('vLLM on GPUs', [
  [
    'v1',
    'Tensor parallel size divides the attention heads',
    rules('tensor-parallel-does-not-divide-heads'),
  ],
  [
    'v2',
    'Key-value heads are divided or repeated evenly',
    rules('tensor-parallel-does-not-divide-heads'),
  ],
  [
    'v3',
    'Feed-forward layers are divided evenly',
    rules('tensor-parallel-does-not-divide-feed-forward'),
  ],
  [
    'v3b',
    'Shards of quantised layers are aligned with their blocks',
    refused('Checkpoints are padded for it in different ways, and kernels differ by version.'),
  ],
  [
    'v4',
    'The padded vocabulary is divided evenly',
    rules('tensor-parallel-does-not-divide-vocabulary'),
  ],
  [
    'v5',
    'Pipeline stages hold layers, as many as they say',
    rules('pipeline-stages-exceed-layers', 'layer-partition-does-not-add-up'),
  ],
  [
    'v5b',
    'The model supports pipeline parallelism',
    refused('Which architectures do changes from version to version.'),
  ],
  ['v6', 'All ranks have a GPU', rules('tensor-parallel-exceeds-devices')],
  [
    'v7',
    'Data parallel copies have GPUs, and no more run here than there are',
    rules('tensor-parallel-exceeds-devices', 'data-parallel-local-exceeds-size'),
  ],
  [
    'v7b',
    'Copies that find each other over the network',
    refused('What runs on other nodes is in other files.'),
  ],
  [
    'v8',
    'Ray has a bundle for each rank',
    rules('tensor-parallel-exceeds-devices', 'tensor-parallel-spans-workers'),
  ],
  ['v9', 'Tensor parallelism stays in a node', rules('tensor-parallel-spans-workers')],
  [
    'v9b',
    'Tensor parallelism without NVLink',
    refused('Slower on all G instances, and right all the same.'),
  ],
  ['v10', 'gpuMemoryUtilization is a share', rules('gpu-memory-utilization-as-percentage')],
  [
    'v10b',
    'CUDA graphs lie outside of the share up to 0.20',
    rules('graph-capture-may-exceed-memory'),
  ],
  ['v11', 'A step has a token for each sequence', rules('batched-tokens-below-sequences')],
  [
    'v12',
    'Without chunked prefill a prompt fits into a step',
    rules('batched-tokens-below-context'),
  ],
  [
    'v13',
    'A step has no more tokens than requests can bring',
    rules('batched-tokens-never-used', 'prefill-threshold-exceeds-context'),
  ],
  [
    'v14',
    'Batch sizes when the values are silent',
    editor(
      'The memory estimate works with the defaults of the version and the card and lists them.',
    ),
  ],
  [
    'v15',
    'The context is one that the model has',
    rulesBut(
      'Silent where RoPE scaling or VLLM_ALLOW_LONG_MAX_MODEL_LEN is written.',
      'context-length-exceeds-model',
    ),
  ],
  ['v16', 'bfloat16 needs Ampere', rules('bfloat16-on-old-gpu')],
  ['v17', 'Current images have no code for V100', rules('gpu-too-old-for-vllm')],
  [
    'v18',
    'The V1 engine and FlashAttention need Ampere',
    rules('engine-needs-newer-gpu', 'attention-backend-needs-newer-gpu'),
  ],
  ['v18b', 'The older engine is gone', rules('engine-choice-without-effect')],
  ['v18c', 'Back ends that vLLM chooses by itself', refused('They work, slower or differently.')],
  ['v19', 'Blackwell needs images with CUDA 12.8', rules('gpu-needs-newer-vllm')],
  [
    'v19b',
    'The driver of the node is new enough for the CUDA of the image',
    refused('Only the cluster knows the driver; compatibility packages may stand in for it.'),
  ],
  [
    'v20',
    'Expert parallelism has experts, and balancing has ranks',
    rules('expert-parallel-without-experts', 'expert-balancing-without-parallel'),
  ],
  ['v21', 'LoRA ranks are those that there are kernels for', rules('lora-rank-not-supported')],
  [
    'v22',
    'Decode context parallelism divides the ranks of a head',
    rules('decode-context-parallel-does-not-divide'),
  ],
  ['v23', 'Switches take no value', rules('switch-given-value')],
  ['v24', 'Nothing is swapped any more', rules('swap-space-without-effect')],
  [
    'v24b',
    'maxParallelLoadingWorkers is accepted and ignored',
    refused('Files of generation 0.1 carry it by custom, and nothing goes wrong.'),
  ],
  ['v25', 'Flags that are gone', rules('removed-vllm-argument')],
  ['v25b', 'Flags that the version does not have yet', rules('flag-needs-newer-vllm')],
  [
    'v25c',
    'Versions between two releases that were read, and newer ones than those',
    refused('Silent where the two differ, and about what the newest one has.'),
  ],
  [
    'v26',
    'Names of flags',
    rulesBut(
      'Where the version is not known, a name that is merely near to a known one may be a flag of a newer vLLM.',
      'flag-misspelt',
      'flag-unknown-to-vllm',
      'parameter-is-no-vllm-flag',
    ),
  ],
  ['v27', 'JSON is JSON', rules('json-argument-not-valid')],
  ['v28', 'An item of extraArgs is one argument', rules('extra-argument-with-space')],
  [
    'v29',
    'Defaults that changed: prefix caching, chunked prefill',
    refused('On or off, vLLM starts.'),
  ],
  [
    'v30',
    'The model is one that the version knows',
    rulesBut(
      'Silent where the Transformers of the time knows the model, and where its own code may run.',
      'model-newer-than-vllm',
      'model-gone-from-vllm',
    ),
  ],
  [
    'v31',
    'Parsers of tool calls and reasoning by version',
    rulesBut('Silent beside a plugin, which may bring any name.', 'parser-not-in-version'),
  ],
  ['v31b', 'Automatic tool choice has a parser', rules('tool-choice-without-parser')],
  [
    'v32',
    'Values out of a list: KV cache types, quantization methods, attention back ends and their like',
    rulesBut('Lists that plugins may add to are left alone.', 'choice-not-in-version'),
  ],
  [
    'v33',
    'Environment variables of vLLM by version',
    rules('variable-not-read-by-vllm', 'variable-value-not-valid'),
  ],
]);
