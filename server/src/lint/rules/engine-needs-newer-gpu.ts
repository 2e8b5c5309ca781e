import { isAtLeast } from '../../catalog/versions.ts';
import { blame } from '../blame.ts';
import { environmentVariable } from '../environment.ts';
import type { Rule } from '../rule.ts';

export const engineNeedsNewerGpu: Rule = {
  id: 'engine-needs-newer-gpu',
  severity: 'error',
  summary: 'The V1 engine is forced on a GPU that is too old for it.',
  why: 'Up to vLLM 0.10 the V1 engine needs compute capability 8.0. On a T4 or V100 vLLM takes the older engine by itself; with VLLM_USE_V1=1 it does not, and stops at start-up: "VLLM_USE_V1=1 is not supported with Compute Capability < 8.0".',
  sources: [{ title: 'vLLM, vllm/engine/arg_utils.py', read: 'v0.9.0 and v0.10.0' }],
  *check({ config: { accelerator, instanceType, known, values } }) {
    const chosen = environmentVariable(values, 'VLLM_USE_V1');
    const { instance, vllm: version } = known;
    if (accelerator?.value !== 'gpu' || String(chosen?.value) !== '1' || !instanceType) return;
    if (instance?.sm === undefined || instance.sm >= 80 || version === undefined) return;
    if (!isAtLeast(version, '0.8.0') || isAtLeast(version, '0.10.1')) return;
    const at = blame(chosen, instanceType);
    if (at === undefined) return;
    yield {
      at,
      message: `VLLM_USE_V1 is 1, but in vLLM ${version.text} that engine needs compute capability 8.0, and the ${instance.acceleratorModel} of ${instance.name} has ${(instance.sm / 10).toFixed(1)}: vLLM refuses to start. Remove the variable.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              image:
                tag: v0.9.2
              env:
                - name: VLLM_USE_V1
                  value: "1"
          #              ^^^ engine-needs-newer-gpu
              deployment:
                instanceType: g4dn.xlarge
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              tag: v0.9.2
            env:
              - name: VLLM_USE_V1
                value: "1"
            deployment:
              instanceType: g5.xlarge
      `,
    ],
  },
};
