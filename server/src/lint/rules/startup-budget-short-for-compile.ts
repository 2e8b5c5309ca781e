import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { paths } from '../../catalog/values-paths.ts';
import { asNumber } from '../../model/inference-config.ts';
import { environmentVariable } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

/** Variables that point to a model compiled before, or to a store of compiled parts. */
const compiled = ['NEURON_COMPILED_ARTIFACTS', 'NEURON_COMPILE_CACHE_URL'];

/** Below this no model of a billion parameters or more was reported to compile. */
const leastSeconds = 1200;

export const startupBudgetShortForCompile: Rule = {
  id: 'startup-budget-short-for-compile',
  severity: 'warning',
  summary: 'The pod is restarted before a first compilation for Neuron can end.',
  why: 'The first start on Neuron compiles the model, which takes 20 to 60 minutes for models of 8 billion parameters and more. When startupBudgetSeconds is over, the kubelet kills the container, what was compiled is lost with it, and the next start begins again.',
  sources: [neuronSdk('libraries/nxd-inference/vllm/vllm-user-guide-v1.rst')],
  *check({ config: { accelerator, known, values } }) {
    const budget = asNumber(values.at(paths.startupBudgetSeconds));
    if (accelerator?.value !== 'neuron' || !isVllmDeployment(known.framework) || !budget) return;
    if (budget.value >= leastSeconds) return;
    if (known.model === undefined || known.model.parametersB < 7) return;
    if (compiled.some((name) => environmentVariable(values, name) !== undefined)) return;
    // A volume may hold what an earlier start compiled.
    const volumes = values.at(paths.extraVolumes)?.value;
    if (Array.isArray(volumes) && volumes.length > 0) return;
    yield {
      at: budget,
      message: `startupBudgetSeconds is ${budget.value}, but a first start on Neuron compiles the model, which takes 20 minutes and more for one of this size: the pod is killed before it serves, again and again. Set 5400, or mount a model that is compiled already.`,
      fixes: [
        {
          title: 'Set startupBudgetSeconds to 5400',
          isSafe: false,
          edits: [{ kind: 'set', path: budget.path, value: 5400 }],
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
            framework: vllm
            modelServer:
              deployment:
                startupBudgetSeconds: 600
          #                           ^^^ startup-budget-short-for-compile
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
        `,
        fixed: `
          inference:
            accelerator: neuron
            framework: vllm
            modelServer:
              deployment:
                startupBudgetSeconds: 5400
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          framework: vllm
          modelServer:
            env:
              - name: NEURON_COMPILED_ARTIFACTS
                value: /models/compiled
            deployment:
              startupBudgetSeconds: 600
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
      `,
    ],
  },
};
