import { paths } from '../../catalog/values-paths.ts';
import { asText } from '../../model/inference-config.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

const path = paths.schedulerName;

export const neuronSchedulerSwitchedOff: Rule = {
  id: 'neuron-scheduler-switched-off',
  severity: 'warning',
  summary: 'The default scheduler is to place several, but not all, Neuron devices of a node.',
  why: 'Devices that work together must be neighbours on the node. The default scheduler counts them and does not know which are free, so the device plugin may hand out devices that are not connected, and then the Neuron runtime fails when the model is loaded. On an empty node it may work. The Neuron scheduler extension, on EKS a second scheduler called my-scheduler, looks after it.',
  sources: [neuronSdk('deploy/infrastructure/scheduler.rst')],
  *check({ config: { accelerator, known, values } }) {
    const scheduler = asText(values.at(path));
    const { devices, instance } = known;
    if (accelerator?.value !== 'neuron' || scheduler?.value !== 'default-scheduler') return;
    if (devices === undefined || instance?.neuron === undefined) return;
    const all =
      devices.unit === 'neuron-core' ? instance.neuron.logicalCores : instance.deviceCount;
    const at = blame(scheduler, ...devices.facts);
    if (at === undefined || devices.count <= 1 || devices.count >= all) return;
    yield {
      at,
      message: `The pod asks for ${devices.count} of the ${all} ${devices.resource} of ${instance.name}, which must be neighbours, and default-scheduler does not see to that: the runtime may fail when it loads the model. Remove schedulerName, or ask for 1 or ${all}.`,
      fixes: [
        {
          title: 'Remove schedulerName',
          isSafe: false,
          edits: [{ kind: 'remove', path }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
            modelServer:
              deployment:
                instanceType: inf2.24xlarge
                schedulerName: default-scheduler
          #                    ^^^^^^^^^^^^^^^^^ neuron-scheduler-switched-off
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 4
                    limits:
                      aws.amazon.com/neuron: 4
          modelParameters:
            tensorParallelSize: 8
        `,
        fixed: `
          inference:
            accelerator: neuron
            modelServer:
              deployment:
                instanceType: inf2.24xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 4
                    limits:
                      aws.amazon.com/neuron: 4
          modelParameters:
            tensorParallelSize: 8
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            deployment:
              instanceType: inf2.24xlarge
              schedulerName: default-scheduler
              resources:
                neuron:
                  requests:
                    aws.amazon.com/neuron: 6
                  limits:
                    aws.amazon.com/neuron: 6
        modelParameters:
          tensorParallelSize: 8
      `,
    ],
  },
};
