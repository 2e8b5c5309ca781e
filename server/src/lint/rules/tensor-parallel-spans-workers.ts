import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';
import { workerBound } from '../ray-workers.ts';

export const tensorParallelSpansWorkers: Rule = {
  id: 'tensor-parallel-spans-workers',
  severity: 'warning',
  summary: 'Tensor parallel ranks are spread over several Ray workers.',
  why: 'Tensor parallel ranks exchange data several times per layer. Inside a node that is NVLink or PCIe; between nodes it is the network, and every token waits for it. vLLM advises tensor parallelism inside a node and pipeline parallelism between nodes; charts that give one worker to each replica never place such a replica at all.',
  sources: [vllm('docs/serving/parallelism_scaling.md'), vllm('vllm/v1/executor/ray_utils.py')],
  *check({ config }) {
    const { isRay, tensorParallelSize: size, pipelineParallelSize: stages, known } = config;
    const { devices } = known;
    if (!isRay || size === undefined || devices?.unit !== 'gpu' || size.value <= devices.count)
      return;
    const workers = workerBound(config);
    if (workers === undefined || size.value * (stages?.value ?? 1) > devices.count * workers.most)
      return;
    const at = blame(size, ...devices.facts);
    if (at === undefined) return;
    const split = size.value / devices.count;
    yield {
      at,
      message: `tensorParallelSize is ${tell(size)}, but one Ray worker has ${devices.count} ${devices.resource}, so every layer waits for the network between workers.${Number.isInteger(split) ? ` Set tensorParallelSize to ${devices.count} and pipelineParallelSize to ${split * (stages?.value ?? 1)}.` : ' Give a worker as many GPUs as tensorParallelSize says.'}`,
    };
  },
  examples: {
    bad: [
      {
        text: `
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
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            tensorParallelSize: 8
          #                     ^ tensor-parallel-spans-workers
        `,
      },
    ],
    good: [
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
                    nvidia.com/gpu: 4
                  limits:
                    nvidia.com/gpu: 4
        modelParameters:
          tensorParallelSize: 4
          pipelineParallelSize: 2
      `,
    ],
  },
};
