import { parameterPath } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import { tellRequest } from '../count.ts';
import { foreignDialect } from '../dialect.ts';
import { dividesHeads } from '../parallel-sizes.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import type { Chart } from '../../chart/chart.ts';
import type { Rule } from '../rule.ts';
import { publishedChart } from '../sources.ts';
import { isWholeFile } from '../whole-file.ts';

export const tensorParallelSizeMissing: Rule = {
  id: 'tensor-parallel-size-missing',
  severity: 'warning',
  summary:
    'The chart takes fewer ranks than the pod has devices, because tensorParallelSize is not set.',
  why: 'Published charts of generation 0.2 work out the tensor parallel size where the values name none: under Ray it is 1, whatever the number of GPUs, and on Neuron it is twice the devices, which is right for chips with two cores and half of what Trainium2 shows. The other devices are paid for and stay idle, and a model that needs their memory does not start.',
  sources: [publishedChart],
  *check({ config, chart }) {
    const { devices, model, undecidedFlags } = config.known;
    if (config.flags.has('tensor-parallel-size') || undecidedFlags.has('tensor-parallel-size'))
      return;
    if (devices === undefined) return;
    if (!isWholeFile(config) || foreignDialect(config, chart) !== undefined) return;
    const taken = ranksTaken(config, chart);
    const at = blame(...devices.facts, config.instanceType);
    if (taken === undefined || at === undefined || taken.ranks >= taken.most) return;
    const isValid =
      model === undefined || devices.unit !== 'gpu' || dividesHeads(taken.most, model);
    yield {
      at,
      message: `tensorParallelSize is not set, and ${taken.because}: of ${tellRequest(devices)} only a part is used. Set tensorParallelSize to ${taken.most}.`,
      ...(isValid && {
        fixes: [
          {
            title: `Set tensorParallelSize to ${taken.most}`,
            isSafe: false,
            edits: [{ kind: 'set', path: parameterPath('tensorParallelSize'), value: taken.most }],
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.2
          model: example/model
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          #                           ^ tensor-parallel-size-missing
          modelParameters:
            maxModelLen: 4096
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          model: example/model
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            maxModelLen: 4096
            tensorParallelSize: 4
        `,
      },
      {
        text: `
          # inference-charts: chart=../generation-0.2
          model: example/model
          inference:
            accelerator: neuron
            framework: vllm
            modelServer:
              deployment:
                instanceType: trn2.48xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 16
                    limits:
                      aws.amazon.com/neuron: 16
          #                                  ^^ tensor-parallel-size-missing
          modelParameters:
            maxModelLen: 4096
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          model: example/model
          inference:
            accelerator: neuron
            framework: vllm
            modelServer:
              deployment:
                instanceType: trn2.48xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 16
                    limits:
                      aws.amazon.com/neuron: 16
          modelParameters:
            maxModelLen: 4096
            tensorParallelSize: 64
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        model: example/model
        inference:
          framework: vllm
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 4
                  limits:
                    nvidia.com/gpu: 4
        modelParameters:
          maxModelLen: 4096
      `,
      `
        # inference-charts: chart=../generation-0.2
        model: example/model
        inference:
          accelerator: neuron
          framework: vllm
          modelServer:
            deployment:
              instanceType: inf2.48xlarge
              resources:
                neuron:
                  requests:
                    aws.amazon.com/neuron: 12
                  limits:
                    aws.amazon.com/neuron: 12
        modelParameters:
          maxModelLen: 4096
      `,
    ],
  },
};

/** What this chart runs with when the values do not say, and what the devices have room for. */
function ranksTaken({ isRay, known, values }: InferenceConfig, { faults }: Chart) {
  const { devices, instance } = known;
  const stages = Number(values.at(parameterPath('pipelineParallelSize'))?.value ?? 1);
  if (devices?.unit === 'gpu' && isRay && faults.takesOneRankByDefault && stages === 1)
    return { ranks: 1, most: devices.count, because: 'under Ray this chart then takes one GPU' };
  const cores = instance?.neuron?.logicalCoresPerDevice;
  if (devices?.unit !== 'neuron-device' || cores === undefined) return undefined;
  if (!faults.countsTwoCoresPerDevice) return undefined;
  return {
    ranks: devices.count * 2,
    most: devices.count * cores,
    because: `this chart then takes two cores per device, where ${instance?.name ?? 'this type'} shows ${cores}`,
  };
}
