import { blame, tell } from '../blame.ts';
import { worldSize } from '../parallel-sizes.ts';
import { workerBound } from '../ray-workers.ts';
import type { Rule } from '../rule.ts';
import { kubeRay } from '../sources.ts';

export const actorsExceedWorkers: Rule = {
  id: 'actors-exceed-workers',
  severity: 'error',
  summary: 'minActors asks for more copies of the model than the Ray workers have GPUs for.',
  why: 'Every actor needs tensorParallelSize × pipelineParallelSize GPUs. Ray Serve waits for all minActors before the application counts as running; actors that no worker has room for stay pending, and the application stays DEPLOYING.',
  sources: [
    {
      title: 'Ray Serve, autoscaling_config.min_replicas',
      read: '2.47.0',
      url: 'https://docs.ray.io/en/releases-2.47.0/serve/autoscaling-guide.html',
    },
    kubeRay('controllers/ray/utils/util.go'),
  ],
  *check({ config }) {
    const { isRay, minActors, known } = config;
    const { devices } = known;
    const world = worldSize(config);
    const workers = workerBound(config);
    if (!isRay || devices?.unit !== 'gpu' || !world || !workers || !minActors) return;
    if (workers.most < 1 || minActors.value <= 1) return;
    const room =
      world.ranks <= devices.count
        ? workers.most * Math.floor(devices.count / world.ranks)
        : Math.floor((workers.most * devices.count) / world.ranks);
    const at = blame(minActors, workers.fact, ...devices.facts, ...world.factors);
    if (room < 1 || minActors.value <= room || at === undefined) return;
    yield {
      at,
      message: `minActors is ${tell(minActors)}, but ${tell(workers.fact)} ${workers.most === 1 ? 'worker' : 'workers'} with ${devices.count} ${devices.resource} each have room for ${room}: the others stay pending, and the application stays DEPLOYING. Lower minActors, or raise ${String(workers.fact.path.at(-1))}.`,
      related: [
        {
          at: workers.fact,
          message: `${String(workers.fact.path.at(-1))} is ${workers.most} here.`,
        },
      ].filter((place) => place.at !== at),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.9.1
              deployment:
                maxReplicas: 2
          #                  ^ related actors-exceed-workers
            rayOptions:
              autoscaling:
                enabled: true
                actorAutoscaling:
                  minActors: 3
          #                  ^ actors-exceed-workers
                  maxActors: 4
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          modelServer:
            vllmVersion: 0.9.1
            deployment:
              replicas: 1
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 4
                  limits:
                    nvidia.com/gpu: 4
          rayOptions:
            autoscaling:
              actorAutoscaling:
                minActors: 2
                maxActors: 2
        modelParameters:
          tensorParallelSize: 2
      `,
    ],
  },
};
