import { describe, expect, it } from 'vitest';
import { acceleratorOfResource } from '../../server/src/catalog/accelerator.ts';
import {
  findFramework,
  frameworks,
  isVllmDeployment,
  passesParametersToVllm,
  printsVllmFlags,
  rayFrameworkOf,
  runsRay,
  type Framework,
} from '../../server/src/catalog/frameworks.ts';
import { findGpu, gpus } from '../../server/src/catalog/gpus.ts';
import { describeImage } from '../../server/src/catalog/images.ts';
import {
  findInstanceType,
  instanceFamily,
  instanceTypes,
} from '../../server/src/catalog/instance-types.ts';
import { findModel, models } from '../../server/src/catalog/models.ts';
import {
  findNeuronDevice,
  isUndocumentedDegree,
  neuronDevices,
  tensorParallelDegrees,
  type NeuronDevice,
} from '../../server/src/catalog/neuron.ts';
import { minimumSm } from '../../server/src/catalog/quantization.ts';
import { quantizedName } from '../../server/src/catalog/quantized-name.ts';
import { rayServes } from '../../server/src/catalog/ray.ts';
import {
  compareVersions,
  isAtLeast,
  parseVersion,
  type Version,
} from '../../server/src/catalog/versions.ts';
import {
  modelPaths,
  paths,
  sharedMemoryPaths,
  tokenSecretPaths,
} from '../../server/src/catalog/values-paths.ts';
import { removedArgument } from '../../server/src/catalog/vllm-arguments.ts';
import {
  defaultBatch,
  defaultGpuMemoryUtilization,
} from '../../server/src/catalog/vllm-defaults.ts';
import { describeKey } from '../../server/src/schema/describe-key.ts';

describe('frameworks', () => {
  const having = (is: (framework: Framework) => boolean) =>
    frameworks.filter(is).map(({ name }) => name);

  it('knows both names of Ray Serve', () => {
    expect(having(runsRay)).toEqual(['ray-vllm', 'rayVllm']);
    expect([rayFrameworkOf('0.1'), rayFrameworkOf('0.2')]).toEqual(['rayVllm', 'ray-vllm']);
  });

  it('tells whose parameters are flags of vLLM', () => {
    expect(having(printsVllmFlags)).toEqual(['aibrix', 'lws-vllm', 'vllm']);
  });

  it('tells whose parameters reach vLLM at all', () => {
    const all = ['aibrix', 'lws-vllm', 'ray-vllm', 'rayVllm', 'triton-vllm', 'vllm'];
    expect(having(passesParametersToVllm)).toEqual(all);
    expect(having(({ servesVllm }) => servesVllm)).toEqual(all);
  });

  it('tells which are plain Deployments of vLLM', () => {
    expect(having(isVllmDeployment)).toEqual(['aibrix', 'vllm']);
  });

  it('renames only to names that it has', () => {
    const renamed = frameworks.flatMap(({ renamedTo }) => renamedTo ?? []);
    expect(renamed).toEqual(['nim-container']);
    expect(renamed.map(findFramework)).not.toContain(undefined);
  });

  it('has every name that the schemas of the values offer', () => {
    const offered = (['0.1', '0.2'] as const).flatMap((generation) => {
      const { enum: listed, examples } = describeKey(generation, paths.framework) ?? {};
      return [...(listed ?? []), ...(examples ?? [])];
    });
    expect(offered.length).toBeGreaterThan(2);
    expect(offered.filter((name) => findFramework(String(name)) === undefined)).toEqual([]);
  });

  it('answers nothing for a name that no release has', () => {
    expect(findFramework('VLLM')).toBeUndefined();
    expect(printsVllmFlags(undefined)).toBe(false);
  });
});

describe('paths of the values', () => {
  it('lead to a key of the schema', () => {
    const known = Object.entries(paths).filter(
      ([, path]) =>
        describeKey('0.1', path) === undefined && describeKey('0.2', path) === undefined,
    );
    expect(known).toEqual([]);
  });

  it.each(['0.1', '0.2'] as const)(
    'that differ lead to a key of the schema of %s',
    (generation) => {
      for (const places of [modelPaths, sharedMemoryPaths, tokenSecretPaths])
        expect(describeKey(generation, places[generation])).toBeDefined();
    },
  );
});

describe('instance types', () => {
  it('tells what a GPU node offers', () => {
    expect(findInstanceType('g6e.12xlarge')).toMatchObject({
      acceleratorKind: 'gpu',
      resourceName: 'nvidia.com/gpu',
      deviceCount: 4,
      acceleratorModel: 'L40S',
      cudaVisibleGiB: 44.4,
      sm: 89,
      arch: 'amd64',
    });
  });

  it('tells what a Neuron node offers', () => {
    const type = findInstanceType('trn2.48xlarge');
    expect(type?.resourceName).toBe('aws.amazon.com/neuron');
    expect(type?.neuron).toMatchObject({
      logicalCores: 64,
      gibPerLogicalCore: 24,
      placeableDeviceCounts: [1, 4, 8, 16],
      isPlacementDocumented: false,
    });
  });

  it('counts a fractional GPU as its slice and shows no CUDA memory for it', () => {
    const type = findInstanceType('g6f.large');
    expect(type?.memoryPerDeviceGiB).toBe(3);
    expect(type?.deviceFraction).toBe(0.125);
    expect(type?.cudaVisibleGiB).toBeUndefined();
  });

  it.each([
    ['g5.xlarge', 'gpu'],
    ['g6e.999xlarge', 'gpu'],
    ['p6e-gb200.36xlarge', 'gpu'],
    ['inf2.7xlarge', 'neuron'],
    ['trn2u.48xlarge', 'neuron'],
    ['g4ad.xlarge', undefined],
    ['m7i.large', undefined],
    ['graviton.large', undefined],
    ['g5', undefined],
    ['', undefined],
  ])('takes the accelerator of %s from its family: %s', (name, kind) => {
    expect(instanceFamily(name)?.acceleratorKind).toBe(kind);
  });

  it('agrees with its own families for every type', () => {
    for (const type of instanceTypes) {
      expect(instanceFamily(type.name)).toEqual({
        name: type.family,
        acceleratorKind: type.acceleratorKind,
      });
    }
  });
});

describe('GPUs', () => {
  it.each([
    ['A10G', 'A10G'],
    ['NVIDIA A10G', 'A10G'],
    ['NVIDIA H100 80GB HBM3', 'H100'],
    ['H100-SXM', 'H100'],
    ['NVIDIA A100-SXM4-80GB', 'A100-80GB'],
    ['a100-40', 'A100-40GB'],
    ['Tesla T4', 'T4'],
    ['L4 24GB', 'L4'],
    ['rtx_4090', 'RTX 4090'],
    ['H100 94GB', 'H100-NVL'],
    ['H100 NVL', 'H100-NVL'],
    ['H100 40GB', undefined],
    ['GeForce RTX 5090', 'RTX 5090'],
    ['TPU v5', undefined],
    ['', undefined],
  ])('reads %s as %s', (written, name) => {
    expect(findGpu(written)?.name).toBe(name);
  });

  it('finds every card by its own name and aliases', () => {
    for (const gpu of gpus) {
      for (const name of [gpu.name, ...gpu.aliases]) expect(findGpu(name)).toBe(gpu);
    }
  });

  it('never sees more memory than the box promises', () => {
    for (const gpu of gpus) {
      if (gpu.visibleGiB !== undefined) expect(gpu.visibleGiB).toBeLessThanOrEqual(gpu.nominalGiB);
    }
  });
});

describe('Neuron', () => {
  it('cuts the documented tensor-parallel sizes to the cores at hand', () => {
    expect(tensorParallelDegrees(chip('inferentia2'), 12)).toEqual([1, 2, 4, 8]);
    expect(tensorParallelDegrees(chip('Trainium'), 32)).toEqual([1, 2, 8, 16, 32]);
    expect(tensorParallelDegrees(chip('Inferentia'), 16)).toBeUndefined();
  });

  it('calls a size undocumented only when no page lists it', () => {
    expect(isUndocumentedDegree(chip('Inferentia2'), 16)).toBe(true);
    expect(isUndocumentedDegree(chip('Inferentia2'), 12)).toBe(false);
    expect(isUndocumentedDegree(chip('Trainium'), 4)).toBe(true);
    expect(isUndocumentedDegree(chip('Trainium3'), 5)).toBe(false);
  });

  it('knows the chip of every Neuron instance type', () => {
    const used = instanceTypes.flatMap((type) => type.neuron?.device ?? []);
    expect(used.every((device) => neuronDevices.includes(device))).toBe(true);
  });
});

describe('models', () => {
  it('does not mind case, as the hub does not', () => {
    expect(findModel('qwen/qwen3-8b')?.id).toBe('Qwen/Qwen3-8B');
  });

  it('gives a quantised copy the architecture of the model it is named after', () => {
    const model = findModel('RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16');
    expect(model).toMatchObject({
      siblingOf: 'meta-llama/Llama-3.1-8B-Instruct',
      confidence: 'sibling',
      quantization: 'int4',
      layers: 32,
    });
    expect(model?.weightsGiB).toBeUndefined();
  });

  it('knows mirrors of known republishers only', () => {
    expect(findModel('unsloth/Meta-Llama-3.1-8B-Instruct')?.weightsGiB).toBe(14.96);
    expect(findModel('someone/Llama-3.1-8B-Instruct')).toBeUndefined();
  });

  it.each([
    ['Qwen/Qwen2.5-7B', 'Qwen/Qwen2.5-7B-Instruct'],
    ['Qwen/Qwen3-30B-A3B-Thinking-2507-FP8', 'Qwen/Qwen3-30B-A3B'],
    ['google/gemma-3-12b-pt', 'google/gemma-3-12b-it'],
    ['deepseek-ai/DeepSeek-V3-0324', 'deepseek-ai/DeepSeek-V3'],
  ])('takes %s for a variant of %s whose context it does not know', (id, original) => {
    expect(findModel(id)?.siblingOf).toBe(original);
    expect(findModel(id)).not.toHaveProperty('maxPositionEmbeddings');
  });

  it.each([
    ['meta-llama/Meta-Llama-3.1-8B-Instruct', 131072],
    ['unsloth/gpt-oss-20b', 131072],
    ['TheBloke/Llama-2-13B-chat-hf-GPTQ', 4096],
  ])('keeps the context of the copy %s', (id, limit) => {
    expect(findModel(id)?.maxPositionEmbeddings).toBe(limit);
  });

  it.each([
    '/models/llama',
    's3://bucket/Qwen/Qwen3-8B',
    'Qwen3-8B',
    'acme/unknown-AWQ',
    'acme/Qwen2.5-7B',
    '',
    '/',
  ])('stays silent about %j', (id) => {
    expect(findModel(id)).toBeUndefined();
  });

  it('holds facts that agree with one another', () => {
    for (const model of models) {
      const {
        fullLayers,
        windowedLayers,
        linearLayers,
        encoderLayers = 0,
        cacheFreeLayers = 0,
      } = model.attention;
      expect(fullLayers + windowedLayers + linearLayers + encoderLayers + cacheFreeLayers).toBe(
        model.layers,
      );
      expect(model.kvHeads !== undefined || model.mla !== undefined).toBe(true);
      expect(windowedLayers > 0).toBe(model.attention.window !== undefined);
    }
  });
});

describe('quantisation', () => {
  it.each([
    ['Llama-3.3-70B-Instruct-FP8-dynamic', 'Llama-3.3-70B-Instruct', 'fp8'],
    ['Qwen2.5-7B-Instruct-AWQ', 'Qwen2.5-7B-Instruct', 'awq'],
    ['Meta-Llama-3.1-8B-Instruct-AWQ-INT4', 'Meta-Llama-3.1-8B-Instruct', 'awq'],
    ['Qwen2.5-7B-Instruct-GPTQ-Int8', 'Qwen2.5-7B-Instruct', 'gptq8'],
    ['Qwen2.5-7B-Instruct-GPTQ-Int4', 'Qwen2.5-7B-Instruct', 'gptq'],
    ['Qwen3-8B-quantized.w4a16', 'Qwen3-8B', 'int4'],
    ['gemma-3-27b-it-quantized.w8a8', 'gemma-3-27b-it', 'int8'],
    ['Llama-3.1-8B-Instruct-unsloth-bnb-4bit', 'Llama-3.1-8B-Instruct', 'bitsandbytes'],
    ['Qwen3-32B-NVFP4', 'Qwen3-32B', 'nvfp4'],
    ['Qwen3-8B-GGUF', 'Qwen3-8B', 'gguf'],
  ])('splits %s', (name, base, method) => {
    expect(quantizedName(name)).toEqual({ base, method });
  });

  it.each(['Qwen3-8B', 'AWQ', '-fp8', 'fp8-notes', ''])('sees none in %j', (name) => {
    expect(quantizedName(name)).toBeUndefined();
  });

  it('asks for the compute capability of the release at hand', () => {
    expect(minimumSm('fp8', version('0.10.0'))).toBe(80);
    expect(minimumSm('fp8', version('0.14.0'))).toBe(75);
    expect(minimumSm('fp8', undefined)).toBe(75);
    expect(minimumSm('gguf', version('0.24.0'))).toBeUndefined();
    expect(minimumSm('no-such', undefined)).toBeUndefined();
  });
});

describe('images', () => {
  it.each([
    ['vllm/vllm-openai', 'v0.9.2', { accelerator: 'gpu', serves: 'vllm', isPinned: true }],
    ['vllm/vllm-openai', 'latest', { accelerator: 'gpu', isPinned: false }],
    ['registry.local:5000/mirror/vllm/vllm-openai', 'v0.11.0rc1', { accelerator: 'gpu' }],
    [
      'rayproject/ray',
      '2.47.0-py311-cu124',
      { accelerator: 'gpu', serves: 'ray', pythonVersion: '3.11', rayPlatform: 'cu124' },
    ],
    [
      'public.ecr.aws/data-on-eks/ray-vllm-neuron',
      '2.47.0-0.9.1',
      { accelerator: 'neuron', serves: 'ray-vllm', neuronStack: 'v0-fork' },
    ],
    [
      'public.ecr.aws/neuron/pytorch-inference-vllm-neuronx',
      '0.13.0-neuronx-py312-sdk2.28.0-ubuntu24.04',
      { accelerator: 'neuron', neuronStack: 'nxdi-plugin', pythonVersion: '3.12' },
    ],
    [
      'public.ecr.aws/neuron/pytorch-inference-vllm-neuronx',
      '0.24.0.1.1.0-neuronx-py312-sdk2.32.0-ubuntu24.04',
      { neuronStack: 'vllm-neuron' },
    ],
    [
      '763104351884.dkr.ecr.us-west-2.amazonaws.com/huggingface-vllm-inference-neuronx',
      '0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04',
      { accelerator: 'neuron', neuronStack: 'optimum-neuron', pythonVersion: '3.10' },
    ],
    [
      'public.ecr.aws/deep-learning-containers/vllm',
      '0.27.1-gpu-py312-cu130-ubuntu22.04-ec2',
      { accelerator: 'gpu', serves: 'vllm', pythonVersion: '3.12' },
    ],
  ])('reads %s:%s', (repository, tag, facts) => {
    expect(describeImage(repository, tag)).toMatchObject(facts);
  });

  it.each([
    ['vllm/vllm-openai', undefined],
    ['docker.io/vllm/vllm-openai', undefined],
    ['111122223333.dkr.ecr.us-west-2.amazonaws.com/docker-hub/vllm/vllm-openai', undefined],
    ['111122223333.dkr.ecr.us-west-2.amazonaws.com/vllm/vllm-openai', true],
  ])('knows whose registry holds %s', (repository, isMirrored) => {
    const tags = ['v0.21.0', 'v0.21.0-cu130-ubuntu2404', 'v0.11.0.post1-x86_64'];
    for (const tag of tags) {
      const facts = describeImage(repository, tag);
      expect([facts.isMirrored, facts.accelerator]).toEqual([isMirrored, 'gpu']);
    }
  });

  it('reads versions out of a tag', () => {
    const facts = describeImage('ray-vllm-neuron', '2.47.0-0.9.1');
    expect([facts.rayVersion?.text, facts.vllmVersion?.text]).toEqual(['2.47.0', '0.9.1']);
  });

  it('does not take the accelerator of a bare Ray tag for granted', () => {
    expect(describeImage('rayproject/ray', '2.47.0-py311')).toEqual({
      isPinned: true,
      serves: 'ray',
      rayVersion: version('2.47.0'),
      pythonVersion: '3.11',
    });
  });

  it.each([
    ['acme/llm-server', '1.2.3', { isPinned: true }],
    ['acme/llm-server', undefined, { isPinned: false }],
    ['acme/my-vllm-neuronx-build', 'latest', { isPinned: false }],
    ['neuron-research/vllm', '1.2.3', { isPinned: true }],
    ['acme/server', '0.13.0-neuronx-py312-sdk2.28.0', { accelerator: 'neuron', isPinned: true }],
    ['vllm/vllm-openai', 'v0.21.0-ray2.50', { isPinned: true, vllmVersion: version('0.21.0') }],
    [
      'rayproject/ray',
      '2.47.0-py312-gpu-vllm0.9.1',
      { isPinned: true, rayVersion: version('2.47.0') },
    ],
    ['', '', { isPinned: false }],
  ])('says no more than the name does of %j:%j', (repository, tag, facts) => {
    expect(describeImage(repository, tag)).toEqual(facts);
  });
});

describe('versions', () => {
  it('orders four-part and pre-release versions', () => {
    const sorted = ['0.9.2', '0.10.0rc1', '0.10.0', '0.10.1.1', 'v0.11.0'].map(version);
    expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
  });

  it('counts a pre-release as its release', () => {
    expect(isAtLeast(version('0.11.0rc1'), '0.11.0')).toBe(true);
    expect(isAtLeast(version('0.10.9'), '0.11.0')).toBe(false);
  });

  it.each(['latest', 'nightly', '3', '', 'py3.11', 'cu124', 'sha256:abc'])(
    'reads no version in %j',
    (text) => {
      expect(parseVersion(text)).toBeUndefined();
    },
  );
});

describe('vLLM', () => {
  it.each(['--swap-space', 'swap_space', 'swapSpace'])('knows that %s is gone', (name) => {
    expect(removedArgument(name, version('0.19.0'))?.flag).toBe('swap-space');
    expect(removedArgument(name, version('0.10.0'))).toBeUndefined();
  });

  it('takes its defaults from the version and the card', () => {
    expect(defaultGpuMemoryUtilization(version('0.20.1'))).toBe(0.9);
    expect(defaultGpuMemoryUtilization(version('0.21.0'))).toBe(0.92);
    expect(defaultBatch({ name: 'A100-80GB', totalGiB: 79.2 }).maxNumSeqs).toBe(256);
    expect(defaultBatch({ name: 'H100', totalGiB: 79.2 }).maxNumBatchedTokens).toBe(8192);
    expect(defaultBatch({ name: 'B200', totalGiB: 178 }).maxNumBatchedTokens).toBe(16384);
  });

  it('knows which Ray each release asks for', () => {
    expect(rayServes(version('2.44.1'), version('0.9.0'))).toBe(false);
    expect(rayServes(version('2.47.0'), version('0.9.0'))).toBe(true);
    expect(rayServes(version('2.47.0'), version('0.10.1'))).toBe(false);
    expect(rayServes(version('2.9.0'), version('0.24.0'))).toBe(true);
  });
});

it.each([
  ['nvidia.com/gpu', 'gpu'],
  ['nvidia.com/mig-1g.10gb', 'gpu'],
  ['nvidia.com/gpu.shared', 'gpu'],
  ['aws.amazon.com/neuroncore', 'neuron'],
  ['aws.amazon.com/neurondevice', 'neuron'],
  ['vpc.amazonaws.com/efa', undefined],
  ['cpu', undefined],
])('resource %s stands for %s', (name, kind) => {
  expect(acceleratorOfResource(name)).toBe(kind);
});

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`${text} is not a version`);
  return parsed;
}

function chip(name: string): NeuronDevice {
  const device = findNeuronDevice(name);
  if (device === undefined) throw new Error(`no chip ${name}`);
  return device;
}
