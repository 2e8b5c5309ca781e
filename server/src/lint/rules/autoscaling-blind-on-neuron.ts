import { paths } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';
import { kubeRay } from '../sources.ts';

export const autoscalingBlindOnNeuron: Rule = {
  id: 'autoscaling-blind-on-neuron',
  severity: 'warning',
  summary: 'The Ray autoscaler does not know that these workers have NeuronCores.',
  why: 'KubeRay tells Ray of GPUs and of aws.amazon.com/neuroncore, not of aws.amazon.com/neuron. A worker that runs finds its cores by itself, but the autoscaler sees none in the group: for replicas that wait for neuron_cores it starts no worker, and from zero none ever.',
  sources: [
    kubeRay('controllers/ray/common/pod.go'),
    {
      title: 'Ray, issue 44361',
      read: '2026-11-23',
      url: 'https://github.com/ray-project/ray/issues/44361',
    },
  ],
  *check({ config: { accelerator, isAutoscaling, isRay, known, values }, chart }) {
    if (!isRay || !isAutoscaling || accelerator?.value !== 'neuron') return;
    if (!chart.faults.hidesNeuronCoresFromRay || known.devices?.unit !== 'neuron-device') return;
    const at = values.at(paths.isAutoscaling);
    if (at === undefined) return;
    yield {
      at,
      message:
        'Autoscaling is on, but this chart asks for aws.amazon.com/neuron, of which KubeRay does not tell the autoscaler: no worker is started for replicas that wait for NeuronCores. Ask for aws.amazon.com/neuroncore, or set minReplicas to the workers that you need.',
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            accelerator: neuron
            framework: ray-vllm
            modelServer:
              image:
                repository: registry.example.com/team/ray-neuron
                tag: "7"
              deployment:
                resources:
                  neuron:
                    requests:
                      cpu: 8
            rayOptions:
              autoscaling:
                enabled: true
          #              ^^^^ autoscaling-blind-on-neuron
          modelParameters:
            tensorParallelSize: 2
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        inference:
          accelerator: neuron
          framework: ray-vllm
          modelServer:
            image:
              repository: registry.example.com/team/ray-neuron
              tag: "7"
          rayOptions:
            autoscaling:
              enabled: false
        modelParameters:
          tensorParallelSize: 2
      `,
    ],
  },
};
