import {
  editor,
  group,
  memoryFit,
  plan,
  refused,
  rollout,
  rules,
  rulesBut,
  schema,
} from './matter.ts';

export const authoring = group('Writing the file', [
  ['p1', 'A key that is misspelt or in the wrong place', rules('key-never-read', 'key-not-read')],
  ['p1b', 'The same, of keys that the schema knows', schema('unknown-key', 'misplaced-key')],
  ['p2', 'A framework in another spelling', rules('framework-renders-nothing')],
  ['p3', 'The words of the other generation', rules('wrong-dialect')],
  [
    'p4',
    'A pair of which the chart sets one half',
    rules('requests-differ-from-limits', 'min-replicas-exceed-max', 'batched-tokens-below-context'),
  ],
  [
    'p5',
    'Versions and large numbers without quotes',
    rules('version-read-as-number', 'number-printed-with-exponent'),
  ],
  [
    'p6',
    'Maps that are nested wrongly, and keys written twice',
    schema('duplicate-key', 'misplaced-key', 'wrong-type'),
  ],
  [
    'p6b',
    'Text that is no YAML',
    schema('yaml-syntax', 'merge-conflict', 'control-character', 'several-documents'),
  ],
  [
    'p7',
    'Names that Kubernetes refuses',
    rules(
      'service-name-not-dns-label',
      'service-name-too-long',
      'service-named-vllm',
      'namespace-not-dns-label',
    ),
  ],
  ['p7b', 'The address of a model in place of its id', rules('model-id-is-url')],
]);

export const sizing = group('Sizes and memory', [
  ['p8', 'Heads that do not divide', rules('tensor-parallel-does-not-divide-heads')],
  [
    'p9',
    'Sizes, GPUs and instance that disagree',
    rules(
      'tensor-parallel-exceeds-devices',
      'devices-left-idle',
      'num-gpus-exceeds-devices',
      'devices-exceed-instance',
    ),
  ],
  ['p10', 'A context that the KV cache cannot hold', rules('context-length-exceeds-kv-cache')],
  ['p11', 'Weights that do not fit', rules('weights-exceed-device-memory')],
  [
    'p11b',
    'Which instance type is large enough',
    memoryFit('"Show Inference Memory Fit" lists the smallest that fit.'),
  ],
  ['p12', 'A context beyond the model', rules('context-length-exceeds-model')],
  [
    'p13',
    'A prompt that does not fit into a step',
    rules('batched-tokens-below-context', 'batched-tokens-below-context-in-script'),
  ],
  [
    'p14',
    'Formats that the GPU is too old for',
    rules('bfloat16-on-old-gpu', 'quantization-needs-newer-gpu'),
  ],
  [
    'p15',
    'A share in per cent, a part of a GPU',
    rules(
      'gpu-memory-utilization-as-percentage',
      'fractional-device',
      'memory-share-on-shared-gpu',
    ),
  ],
]);

export const scheduling = group('Scheduling', [
  [
    'p16',
    'A pod that fits onto no node of its type',
    rules('request-exceeds-instance', 'request-exceeds-allocatable', 'devices-exceed-instance'),
  ],
  [
    'p16b',
    'A pod that fits onto no node of the cluster',
    rollout('The scheduler is quoted, and what no node has enough of is named.'),
  ],
  ['p17', 'A taint that is not tolerated', rollout('The taint is named.')],
  [
    'p18',
    'No capacity in a zone that affinity asks for',
    rulesBut(
      'Capacity itself is known to the cluster alone; the rollout quotes the scheduler.',
      'affinity-rendered-as-required',
    ),
  ],
  ['p19', 'Bounds of replicas', rules('replicas-outside-range', 'min-replicas-exceed-max')],
  [
    'p20',
    'An update that waits for the GPU of the pod it replaces',
    rollout(
      'A new pod for which no node has a free device is told as that; the chart in the box replaces pods without surge.',
    ),
  ],
  [
    'p21',
    'An upgrade that needs a second cluster of GPUs',
    plan(
      'Changes are shown by object; a changed rayClusterConfig makes KubeRay start a second cluster.',
    ),
  ],
]);

export const images = group('Images and versions', [
  ['p22', 'Tags that were never published', rules('image-tag-not-published', 'gpu-tag-doubled')],
  ['p22b', 'Repository and tag that make no reference', rules('image-reference-not-valid')],
  ['p23', 'A vLLM that the script does not go with', rules('script-needs-older-vllm')],
  [
    'p23b',
    '`latest` as a tag',
    refused('It works until it does not; where a script cannot go with it, that is told.'),
  ],
  [
    'p24',
    'Ray and Python of declaration and image',
    rules('ray-version-differs-from-image', 'python-version-differs-from-image'),
  ],
  ['p25', 'An image without vLLM or without Ray', rules('image-lacks-vllm', 'image-lacks-ray')],
  ['p26', 'Packages that are too new for vLLM', rules('vllm-installed-without-pins')],
  [
    'p27',
    'Weights that are larger than the storage of the pod',
    rules('ephemeral-storage-short-for-weights'),
  ],
  [
    'p27b',
    'Sizes of images and of node disks, time to pull',
    refused('Registries are not asked, and disks differ by node class.'),
  ],
]);

export const rayPains = group('Ray in practice', [
  ['p28', 'KubeRay refuses the RayService', rules('head-service-named')],
  ['p29', 'The autoscaler ends for want of cpu', rules('autoscaling-without-cpu')],
  [
    'p30',
    'An application that stays DEPLOYING',
    rules('actors-exceed-workers', 'tensor-parallel-exceeds-devices'),
  ],
  [
    'p31',
    'A start that takes longer than Ray waits',
    refused(
      'Time to download, install and compile depends on network, disk and cache; the rollout shows what it waits for.',
    ),
  ],
  [
    'p32',
    'A head that is alone, or too small',
    refused('How much it needs depends on the load; the preview shows what it asks for.'),
  ],
  ['p33', 'Autoscaling on Neuron', rules('autoscaling-blind-on-neuron')],
]);

export const neuronPains = group('Neuron in practice', [
  [
    'p34',
    'Devices taken for cores',
    rules(
      'tensor-parallel-exceeds-devices',
      'tensor-parallel-exceeds-logical-cores',
      'neuron-tensor-parallel-undocumented',
    ),
  ],
  [
    'p35',
    'Several but not all devices',
    rules('neuron-scheduler-switched-off', 'neuron-device-count-not-placeable'),
  ],
  ['p36', 'Host memory that the weights fill', rules('host-memory-short-for-weights')],
  [
    'p36b',
    'Host memory that compiling needs beside them',
    refused('Reports differ between 32 and 128 GiB for one model.'),
  ],
  [
    'p36c',
    'A compilation that starts again with every restart',
    rules('startup-budget-short-for-compile'),
  ],
]);

export const secrets = group('Secrets and models', [
  [
    'p37',
    'A Secret or key that is missing',
    plan('The Secrets and keys that pods name are looked for in the namespace.'),
  ],
  ['p37b', 'A token in the file', rules('hugging-face-token-in-file')],
  [
    'p38',
    'Gated models',
    editor('Hover and completion say which models ask for an accepted licence.'),
  ],
  ['p38b', 'Rate limits and downloads that repeat', refused('Depends on the hub and on caches.')],
]);

export const rolloutPains = group('Rollout', [
  ['p39', 'Ready before the model is loaded', rules('readiness-not-probed')],
  ['p39b', 'Killed while it loads', rollout('Restarts by the startup probe are told.')],
  [
    'p40',
    'The right address and model name',
    editor('The preview shows the Service and the model name that are rendered.'),
  ],
  [
    'p40b',
    'What a release of Helm 3 once set and the file no longer does stays in the cluster',
    plan(
      "Fields of Helm's client-side apply are taken over as Helm 4 does; what goes with that is shown and named, and where it cannot be known, that is said.",
    ),
  ],
]);

export const observability = group('Observability', [
  [
    'p41',
    'Metrics under Ray Serve',
    refused(
      'A matter of the chart, not of values; the chart in the box answers /metrics for all nodes.',
    ),
  ],
  ['p42', 'Logs full of unknown variables', rules('service-name-read-as-variable')],
  ['p43', 'A /dev/shm of 64 MB', rules('shared-memory-not-mounted')],
]);
