import type { InferenceConfig } from '../../model/inference-config.ts';
import { blame, keyOf, tell } from '../blame.ts';
import { plural } from '../count.ts';
import { dividesHeads, tellWorldSize, type WorldSize } from '../parallel-sizes.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk, vllm } from '../sources.ts';
import { weightsShortage } from '../weights-shortage.ts';

export const weightsExceedDeviceMemory: Rule = {
  id: 'weights-exceed-device-memory',
  severity: 'error',
  summary: 'The weights of the model alone do not fit into the memory of its devices.',
  why: 'Weights are split over tensorParallelSize × pipelineParallelSize devices, and vLLM may use gpuMemoryUtilization of each. When the weights alone need more, loading ends in "CUDA out of memory" or "No available memory for the cache blocks"; on Neuron the runtime cannot allocate device memory.',
  sources: [
    vllm('vllm/v1/worker/gpu_worker.py'),
    neuronSdk('libraries/nxd-inference/developer_guides/feature-guide.rst'),
  ],
  *check({ config }) {
    const shortage = weightsShortage(config);
    if (shortage === undefined) return;
    const { model, weightsGiB: weights, world, instance, instanceType, room } = shortage;
    const at = blame(world.tensor, ...world.factors, model.id, instanceType, room.fact);
    if (at === undefined) return;
    const size = smallestSize(config, world, weights, room.perRankGiB);
    yield {
      at,
      message: `The weights of ${model.id.value} take ${weights.toFixed(1)} GiB, but vLLM may fill ${(room.perRankGiB * world.ranks).toFixed(1)} GiB: ${plural(world.ranks, room.unit)} of ${instance.name}${room.fact ? ` at gpuMemoryUtilization ${tell(room.fact)}` : ''}, because ${tellWorldSize(world)}. Loading ends out of memory. ${size === undefined ? 'Choose a larger instance type or a quantised model.' : `Set tensorParallelSize to ${size}.`}`,
      related: [model.id, instanceType]
        .filter((fact) => fact !== at)
        .map((fact) => ({
          at: fact,
          message: `${keyOf(fact)} is ${fact.value} here.`,
        })),
      ...(size !== undefined && {
        fixes: [
          {
            title: `Set tensorParallelSize to ${size}`,
            isSafe: false,
            edits: [{ kind: 'set', path: world.tensor.path, value: size }],
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.2xlarge
          #                   ^^^^^^^^^^ related weights-exceed-device-memory
          modelParameters:
            modelId: meta-llama/Llama-3.3-70B-Instruct
          #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ weights-exceed-device-memory
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: p5.48xlarge
          #                   ^^^^^^^^^^^ related weights-exceed-device-memory
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 8
                    limits:
                      nvidia.com/gpu: 8
          #                           ^ devices-left-idle
          modelParameters:
            modelId: meta-llama/Llama-3.3-70B-Instruct
          #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related weights-exceed-device-memory
            tensorParallelSize: 1
          #                     ^ weights-exceed-device-memory
            pipelineParallelSize: 1
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                instanceType: p5.48xlarge
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 8
                    limits:
                      nvidia.com/gpu: 8
          modelParameters:
            modelId: meta-llama/Llama-3.3-70B-Instruct
            tensorParallelSize: 4
            pipelineParallelSize: 1
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
              tag: v0.33.0
            extraArgs:
              - -tp
              - '8'
            deployment:
              instanceType: p5.48xlarge
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 8
                  limits:
                    nvidia.com/gpu: 8
        modelParameters:
          modelId: meta-llama/Llama-3.3-70B-Instruct
          maxModelLen: 16384
          gpuMemoryUtilization: 0.9
      `,
      `
        # inference-charts: chart=../inference-charts
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.33.0
            extraArgs:
              - '--quantization-config={"linear":"fp8_per_block"}'
            deployment:
              instanceType: g6e.xlarge
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 1
                  limits:
                    nvidia.com/gpu: 1
        modelParameters:
          modelId: Qwen/Qwen3-32B
          maxModelLen: 8192
          gpuMemoryUtilization: 0.95
          maxNumSeqs: 8
      `,
      `
        inference:
          modelServer:
            deployment:
              instanceType: g5.2xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
      `,
      `
        inference:
          modelServer:
            deployment:
              instanceType: g5.2xlarge
        modelParameters:
          modelId: Qwen/Qwen3-14B
          quantization: bitsandbytes
      `,
    ],
  },
};

/** The smallest tensor parallel size that has room and that the model and the pod allow. */
function smallestSize(
  { known, accelerator }: InferenceConfig,
  world: WorldSize,
  weights: number,
  perRankGiB: number,
): number | undefined {
  const { devices, model } = known;
  if (devices?.unit !== 'gpu' || accelerator?.value !== 'gpu' || model === undefined)
    return undefined;
  const stages = world.ranks / world.tensor.value;
  return [2, 4, 8, 16].find(
    (size) =>
      size * stages <= devices.count &&
      dividesHeads(size, model) &&
      weights <= size * stages * perRankGiB * 0.9,
  );
}
