import { group, plan, refused, rollout, rules, rulesBut, schema } from './matter.ts';

export const ray = group('Ray and KubeRay', [
  [
    'r1',
    'A RayService has a name of at most 47 characters',
    rules('service-name-too-long', 'service-name-not-dns-label'),
  ],
  ['r2', 'minReplicas are at most maxReplicas', rules('min-replicas-exceed-max')],
  ['r2b', 'Bounds that are not negative', schema('value-out-of-range')],
  ['r3', 'replicas lie within their bounds', rules('replicas-outside-range')],
  ['r4', 'upscalingMode is one that Ray has', schema('value-not-allowed')],
  ['r5', 'idleTimeoutSeconds is not negative', schema('value-out-of-range')],
  ['r6', 'rayVersion is the Ray of the image', rules('ray-version-differs-from-image')],
  ['r7', 'Tags of Ray images have their form', rules('image-tag-not-published')],
  [
    'r7b',
    'A Ray tag without a platform is built without CUDA',
    refused('vLLM brings its CUDA along when Ray installs it.'),
  ],
  ['r8', 'The chart adds -gpu to tags', rules('gpu-tag-doubled')],
  ['r9', 'pythonVersion is the Python of the image', rules('python-version-differs-from-image')],
  ['r9b', 'There are wheels of vLLM for that Python', refused('Not read for each release.')],
  ['r10', 'The autoscaler knows of NeuronCores', rules('autoscaling-blind-on-neuron')],
  [
    'r11',
    'neuron_cores are whole, and Ray knows the instance type',
    refused('The chart works them out; of trn2 Ray learns from the image.'),
  ],
  [
    'r12',
    'A replica fits into a worker',
    rules('num-gpus-exceeds-devices', 'tensor-parallel-exceeds-devices'),
  ],
  ['r13', 'A replica has GPUs for all its ranks', rules('tensor-parallel-exceeds-devices')],
  [
    'r14',
    'The head serves nothing',
    rulesBut('Scaling to zero by hand is left alone.', 'autoscaling-without-workers'),
  ],
  [
    'r15',
    'Settings that RayService refuses twice',
    plan(
      'The dry run on the API server refuses what its schema refuses; KubeRay names the rest in an event.',
    ),
  ],
  [
    'r15b',
    'What KubeRay says of a RayService',
    rollout('InvalidRayServiceSpec and the states of its applications are told as they come.'),
  ],
  ['r16', 'vLLM and Ray go together', rules('vllm-needs-other-ray')],
  ['r16b', 'Pairs from vLLM 0.17 on', refused('vLLM asks for no Ray any more.')],
  ['r17', 'Workers name the cpu that the autoscaler asks for', rules('autoscaling-without-cpu')],
  ['r18', 'Autoscaling is of Ray alone', rules('autoscaling-without-ray')],
]);
