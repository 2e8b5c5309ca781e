import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';

const head = '# inference-charts: chart=../inference-charts-0.2\n';
const rulesOf = (text: string) => judge(head + text).findings.map(({ rule }) => rule);
const messagesOf = (text: string) => judge(head + text).findings.map(({ message }) => message);

/** vLLM on a Graviton node with room, apart from what a test changes. */
const vllm = ({
  image = 'public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo',
  tag = 'v0.12.0',
  instanceType = 'm8g.4xlarge',
  parameters = 'maxModelLen: 4096',
  resources = '',
}) => `model: Qwen/Qwen3-0.6B
inference:
  accelerator: graviton
  framework: vllm
  modelServer:
    image:
      repository: ${image}
      tag: ${tag}
    deployment:
      instanceType: ${instanceType}
      resources:
        graviton: ${resources === '' ? '{}' : `\n          ${resources}`}
modelParameters:
  ${parameters}
`;

describe('vLLM on Graviton is left alone', () => {
  it.each([
    ['with an arm64 CPU image', {}],
    ['on a node of HyperPod', { instanceType: 'ml.m8g.4xlarge' }],
    ['on an instance type that is too new', { instanceType: 'm12g.4xlarge' }],
    ['on a size that is too new', { instanceType: 'm8g.64xlarge' }],
    ['on bare metal', { instanceType: 'c8g.metal-24xl' }],
    ['on an Arm node that has a GPU besides', { instanceType: 'g5g.16xlarge' }],
    ['with the image for both kinds', { image: 'vllm/vllm-openai-cpu', tag: 'latest' }],
    ['with a tag for arm64', { image: 'vllm/vllm-openai-cpu', tag: 'v0.16.0-arm64' }],
    ['with an image of its own', { image: 'registry.example.com/vllm-graviton', tag: '"1"' }],
    ['with a share of the memory', { parameters: 'gpuMemoryUtilization: 0.5' }],
    ['in two ranks, one a NUMA node', { parameters: 'tensorParallelSize: 2' }],
    ['with what it asks for', { resources: 'requests: {cpu: 7500m, memory: 14Gi}' }],
  ])('%s', (_what, changes) => {
    expect(messagesOf(vllm(changes))).toEqual([]);
  });
});

describe('on Graviton is told', () => {
  it.each([
    ['an x86 type', { instanceType: 'm7i.4xlarge' }, 'accelerator-instance-mismatch'],
    ['an x86 GPU type', { instanceType: 'p5.48xlarge' }, 'accelerator-instance-mismatch'],
    ['a Neuron type', { instanceType: 'inf2.8xlarge' }, 'accelerator-instance-mismatch'],
    [
      'an unknown size of an x86 family',
      { instanceType: 'm7i.112xlarge' },
      'accelerator-instance-mismatch',
    ],
    ['an x86 type of HyperPod', { instanceType: 'ml.c5.4xlarge' }, 'accelerator-instance-mismatch'],
    ['a mistyped size', { instanceType: 'm8g.4xlrge' }, 'instance-type-misspelt'],
    [
      'an x86 tag',
      { image: 'vllm/vllm-openai-cpu', tag: 'v0.16.0-x86_64' },
      'image-for-other-architecture',
    ],
    [
      'an x86 repository',
      { image: 'public.ecr.aws/q9t5s3a7/vllm-cpu-release-repo' },
      'image-for-other-architecture',
    ],
    ['a CUDA image', { image: 'vllm/vllm-openai', tag: 'latest' }, 'device-image-on-graviton'],
    [
      'a Neuron image',
      { image: 'public.ecr.aws/neuron/pytorch-inference-vllm-neuronx', tag: 'latest' },
      'device-image-on-graviton',
    ],
    [
      'a share in per cent',
      { parameters: 'gpuMemoryUtilization: 90' },
      'gpu-memory-utilization-as-percentage',
    ],
    [
      'an argument that its vLLM does not have any more',
      { parameters: 'swapSpace: 4', tag: 'v0.33.0' },
      'removed-vllm-argument',
    ],
    ['more cpu than the limit', { resources: 'requests: {cpu: 15}' }, 'request-exceeds-limit'],
    [
      'a limit below the request of the chart',
      { resources: 'limits: {memory: 4Gi}' },
      'request-exceeds-limit',
    ],
    [
      'a whole node',
      { resources: 'requests: {cpu: 16}\n          limits: {cpu: 16}' },
      'request-exceeds-allocatable',
    ],
    [
      'more than a whole node',
      { resources: 'requests: {cpu: 32}\n          limits: {cpu: 32}' },
      'request-exceeds-instance',
    ],
  ])('%s', (_what, changes, rule) => {
    expect(rulesOf(vllm(changes))).toEqual([rule]);
  });
});

it('names the line that is written, and the default that it clashes with', () => {
  const text = vllm({ resources: 'requests: {cpu: 15}' });
  const [finding] = judge(head + text).findings;
  expect(finding?.at.path.slice(-3)).toEqual(['graviton', 'requests', 'cpu']);
  expect(finding?.message).toContain("more than the limit of 8 (the chart's default)");
});

describe('llama-server', () => {
  const llama = (parameters: string) => `model: ggml-org/Qwen3-0.6B-GGUF
inference:
  accelerator: graviton
  framework: llama-cpp
  modelServer:
    image:
      repository: registry.example.com/llama
      tag: "1"
modelParameters:
${parameters.replace(/^/gm, '  ')}
`;

  it('is left alone with flags of its own, in any spelling', () => {
    const text = llama(`ctxSize: 8192
threads-batch: 8
cache_type_k: q8_0
nGpuLayers: 0
noMmap: true
mlock: true
noWarmup: true
jinja: true
seed: 7
hostOfTomorrow: x
fim-qwen-1.5b-default: true`);
    expect(messagesOf(text)).toEqual([]);
  });

  it('gets one finding for each flag of vLLM, and none about what vLLM would make of it', () => {
    const text = llama(`maxModelLen: 1000000000
maxNumSeqs: 256
maxNumBatchedTokens: 128
gpuMemoryUtilization: 90
tensorParallelSize: 7
pipelineParallelSize: 99
numGpus: 8
quantization: awq
enableExpertParallel: true
swapSpace: 4`);
    expect(new Set(rulesOf(text))).toEqual(new Set(['parameter-is-no-llama-server-flag']));
    expect(rulesOf(text)).toHaveLength(10);
  });

  it.each([
    ['ctxsize: 1', 'ctxSize'],
    ['ctxSise: 1', 'ctxSize'],
    ['contextSize: 1', 'ctxSize'],
    ['contextLength: 1', undefined],
    ['thread: 1', 'threads'],
    ['nGpuLayer: 1', 'nGpuLayers'],
    ['batchSizes: 1', 'batchSize'],
    ['ubatchsize: 1', 'ubatchSize'],
    ['topN: 1', undefined],
    ['flashAttention: true', 'flashAttn'],
    ['reasoningBudgett: 1', 'reasoningBudget'],
    ['tempperature: 1', 'temperature'],
    ['cacheTypeX: f16', undefined],
    ['newThing: 1', undefined],
  ])('is told a slip, not a name of tomorrow: %s', (line, meant) => {
    const [finding] = judge(head + llama(line)).findings.filter(
      ({ rule }) => rule === 'flag-misspelt',
    );
    expect(finding?.fixes?.[0]?.title.split(' to ')[1]).toBe(meant);
  });
});
