import { rankCapacity, type DeviceRequest } from '../../model/devices.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import { blame, keyOf } from '../blame.ts';
import { tellRequest } from '../count.ts';
import { dividesHeads, tellWorldSize, worldSize, type WorldSize } from '../parallel-sizes.ts';
import { workerBound } from '../ray-workers.ts';
import type { Fix, Rule } from '../rule.ts';
import { neuronSdk, vllm } from '../sources.ts';

export const tensorParallelExceedsDevices: Rule = {
  id: 'tensor-parallel-exceeds-devices',
  severity: 'error',
  summary: 'The model is cut into more ranks than the pod has devices.',
  why: 'vLLM starts one rank per GPU, or per NeuronCore, for tensorParallelSize × pipelineParallelSize ranks. With fewer devices in the pod it refuses to start ("World size … is larger than the number of available GPUs"), older versions wait for Ray to find the missing ones until they time out. On Ray Serve the replica is never placed and the application stays DEPLOYING.',
  sources: [
    vllm('vllm/config/parallel.py'),
    vllm('vllm/v1/executor/ray_utils.py'),
    neuronSdk('about-neuron/arch/neuron-features/logical-neuroncore-config.rst'),
  ],
  *check({ config }) {
    const { devices, instance } = config.known;
    const world = worldSize(config);
    if (devices === undefined || world === undefined) return;
    const pods = podsForOneCopy(config);
    const at = blame(...world.factors, ...devices.facts, pods?.fact);
    if (pods === undefined || at === undefined) return;
    const inOnePod = rankCapacity(devices, instance).most;
    if (world.ranks <= inOnePod * pods.count || pods.count < 1) return;
    yield {
      at,
      message: `${tellWorldSize(world)}, but ${tellRoom(config, devices, pods.count)}. vLLM has no device for ${world.ranks - inOnePod * pods.count} of its ranks and does not start. ${cure(devices, world, inOnePod * pods.count)}`,
      related: [...world.factors, ...devices.facts]
        .filter((fact) => fact !== at)
        .map((fact) => ({
          at: fact,
          message: `${keyOf(fact)} is ${fact.value} here.`,
        })),
      fixes: pods.count === 1 ? fixes(config, devices, world, inOnePod) : [],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
          #                           ^ related tensor-parallel-exceeds-devices
                    limits:
                      nvidia.com/gpu: 4
          #                           ^ related tensor-parallel-exceeds-devices
          modelParameters:
            modelId: meta-llama/Llama-3.3-70B-Instruct
            tensorParallelSize: 8 # one a GPU
          #                     ^ tensor-parallel-exceeds-devices
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            modelId: meta-llama/Llama-3.3-70B-Instruct
            tensorParallelSize: 4 # one a GPU
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g6.12xlarge
          modelParameters:
            modelId: Qwen/Qwen3-14B
            tensorParallelSize: 4
          #                     ^ tensor-parallel-exceeds-devices
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                instanceType: g6.12xlarge
                resources:
                  gpu:
                    limits:
                      nvidia.com/gpu: 4
                    requests:
                      nvidia.com/gpu: 4
          modelParameters:
            modelId: Qwen/Qwen3-14B
            tensorParallelSize: 4
        `,
      },
      {
        text: `
          inference:
            accelerator: neuron
            modelServer:
              image:
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
                tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
              deployment:
                instanceType: inf2.24xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 2
          #                                  ^ related tensor-parallel-exceeds-devices
                    limits:
                      aws.amazon.com/neuron: 2
          #                                  ^ related tensor-parallel-exceeds-devices
          modelParameters:
            tensorParallelSize: 8
          #                     ^ tensor-parallel-exceeds-devices
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              extraArgs:
                - -tp
                - "8"
          #       ^^^ tensor-parallel-exceeds-devices
                - --seed=1
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
          #                           ^ related tensor-parallel-exceeds-devices
                    limits:
                      nvidia.com/gpu: 4
          #                           ^ related tensor-parallel-exceeds-devices
          modelParameters:
            modelId: meta-llama/Llama-3.3-70B-Instruct
            tensorParallelSize: 4
        `,
        fixed: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              extraArgs:
                - -tp
                - "4"
                - --seed=1
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            modelId: meta-llama/Llama-3.3-70B-Instruct
            tensorParallelSize: 4
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.16.0
            env:
              - name: RAY_ADDRESS
                value: ray-head.ray.svc:6379
            extraArgs:
              - --distributed-executor-backend=ray
            deployment:
              instanceType: p5.48xlarge
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 8
                  limits:
                    nvidia.com/gpu: 8
        modelParameters:
          modelId: meta-llama/Llama-3.1-405B-Instruct
          maxModelLen: 8192
          tensorParallelSize: 8
          pipelineParallelSize: 2
      `,
      `
        inference:
          framework: rayVllm
          modelServer:
            image:
              repository: rayproject/ray
              tag: 2.47.0-py312-gpu
            vllmVersion: 0.9.1
            deployment:
              replicas: 2
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 8
                  limits:
                    nvidia.com/gpu: 8
        modelParameters:
          tensorParallelSize: 8
          pipelineParallelSize: 2
      `,
      `
        inference:
          modelServer:
            extraArgs: [--tensor-parallel-size=1]
        modelParameters:
          tensorParallelSize: 2
      `,
    ],
  },
};

/** How many pods one copy of the model may spread over, and who says so. */
function podsForOneCopy(config: InferenceConfig) {
  // On Neuron one process drives all cores of a copy, also under Ray.
  if (config.accelerator?.value === 'neuron') return { count: 1, fact: undefined };
  if (config.isRay) {
    const bound = workerBound(config);
    return bound && { count: bound.most, fact: bound.fact };
  }
  const { framework } = config.known;
  return framework?.servesVllm === true && framework.podsPerCopy === 'one'
    ? { count: 1, fact: undefined }
    : undefined;
}

function tellRoom(config: InferenceConfig, devices: DeviceRequest, pods: number): string {
  const asks = `${config.isRay ? 'a worker' : 'the pod'} requests ${tellRequest(devices)}`;
  const chip = config.known.instance?.neuron;
  const cores =
    devices.unit === 'neuron-device'
      ? chip
        ? `, ${devices.count * chip.logicalCoresPerDevice} NeuronCores on ${config.known.instance.name}`
        : `, which no Neuron chip cuts into more than ${devices.count * 8} cores`
      : '';
  return `${asks}${cores}${pods > 1 ? `, and there are at most ${pods} workers` : ''}`;
}

function cure(devices: DeviceRequest, world: WorldSize, room: number): string {
  if (devices.unit === 'neuron-device') return 'Request more devices or lower tensorParallelSize.';
  const lower = Math.floor(room / (world.ranks / world.tensor.value));
  return `Request ${world.ranks} devices${lower >= 1 ? ` or set tensorParallelSize to ${lower}` : ''}.`;
}

function fixes(
  { known }: InferenceConfig,
  devices: DeviceRequest,
  world: WorldSize,
  room: number,
): Fix[] {
  if (devices.unit === 'neuron-device') return [];
  const size = room / (world.ranks / world.tensor.value);
  const isValidSize = Number.isInteger(size) && (!known.model || dividesHeads(size, known.model));
  const lower: Fix = {
    title: `Set tensorParallelSize to ${size}`,
    isSafe: false,
    edits: [{ kind: 'set', path: world.tensor.path, value: size }],
  };
  const more: Fix = {
    title: `Request ${world.ranks} ${devices.resource}`,
    isSafe: false,
    edits: devices.facts.map(({ path }) => ({ kind: 'set', path, value: world.ranks })),
  };
  const onNode = known.instance?.deviceCount;
  if (onNode !== undefined && world.ranks > onNode) return isValidSize ? [lower] : [];
  const isWritten = devices.facts.some((fact) => fact.origin.kind === 'document');
  const both = isWritten && onNode === undefined ? [lower, more] : [more, lower];
  return both.filter((fix) => fix !== lower || isValidSize);
}
