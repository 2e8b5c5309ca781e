import { blame, keyOf, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const bfloat16OnOldGpu: Rule = {
  id: 'bfloat16-on-old-gpu',
  severity: 'error',
  summary: 'bfloat16 is asked for on a GPU that does not have it.',
  why: 'bfloat16 needs compute capability 8.0. With dtype bfloat16 on a T4, T4G or V100 vLLM stops at start-up: "Bfloat16 is only supported on GPUs with compute capability of at least 8.0". With dtype auto it takes float16 by itself.',
  sources: [vllm('vllm/platforms/cuda.py')],
  *check({ config: { accelerator, flags, instanceType, known } }) {
    const { instance, undecidedFlags } = known;
    const dtype = flags.get('dtype');
    if (accelerator?.value !== 'gpu' || dtype?.value !== 'bfloat16' || !instanceType) return;
    if (instance?.sm === undefined || instance.sm >= 80 || undecidedFlags.has('dtype')) return;
    const at = blame(dtype, instanceType);
    if (at === undefined) return;
    yield {
      at,
      message: `dtype is ${tell(dtype)}, but the ${instance.acceleratorModel} of ${instance.name} has no bfloat16: vLLM stops at start-up. Set dtype to half or auto.`,
      related: [dtype, instanceType]
        .filter((fact) => fact !== at)
        .map((fact) => ({
          at: fact,
          message: `${keyOf(fact)} is ${String(fact.value)} here.`,
        })),
      fixes: [
        {
          title: 'Set dtype to half',
          isSafe: false,
          edits: [{ kind: 'set', path: dtype.path, value: 'half' }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g4dn.xlarge
          #                   ^^^^^^^^^^^ related bfloat16-on-old-gpu
          modelParameters:
            dtype: bfloat16
          #        ^^^^^^^^ bfloat16-on-old-gpu
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                instanceType: g4dn.xlarge
          modelParameters:
            dtype: half
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g4dn.xlarge
        modelParameters:
          dtype: auto
      `,
    ],
  },
};
