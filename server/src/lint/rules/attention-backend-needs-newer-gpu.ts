import { attentionRunsOn } from '../../catalog/vllm-attention.ts';
import type { Version } from '../../catalog/versions.ts';
import { blame } from '../blame.ts';
import { environmentVariable } from '../environment.ts';
import type { Rule, Subject } from '../rule.ts';
import { vllm, vllmWheels } from '../sources.ts';
import { vllmFlag } from '../vllm-flag.ts';

/** In every release their kernels start at compute capability 8.0. */
const modern: ReadonlySet<string> = new Set(['FLASH_ATTN', 'FLASH_ATTN_VLLM_V1']);

export const attentionBackendNeedsNewerGpu: Rule = {
  id: 'attention-backend-needs-newer-gpu',
  severity: 'warning',
  summary: 'An attention back end is chosen that does not run on the GPU.',
  why: 'Each attention back end runs on some generations of GPUs: FlashAttention from compute capability 8.0 on, FlashMLA on Hopper and Blackwell, CUTLASS_MLA on Blackwell alone. Newer versions refuse another choice at start-up ("compute capability not supported"), older ones pass over it and take another.',
  sources: [vllm('vllm/v1/attention/backends/flash_attn.py'), vllmWheels],
  *check(subject) {
    const { accelerator, instanceType, known } = subject.config;
    const { instance } = known;
    if (accelerator?.value !== 'gpu' || !instanceType || instance?.sm === undefined) return;
    for (const { name, chosen, advice } of choicesOf(subject)) {
      const backend = String(chosen.value).toUpperCase();
      if (runsOn(backend, instance.sm, known.vllm) !== false) continue;
      const at = blame(chosen, instanceType);
      if (at === undefined) continue;
      yield {
        at,
        message: `${name} is ${backend}, which does not run on the ${instance.acceleratorModel} of ${instance.name} (compute capability ${(instance.sm / 10).toFixed(1)}): vLLM refuses it or takes another. ${advice}`,
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              env:
                - name: VLLM_ATTENTION_BACKEND
                  value: FLASH_ATTN
          #              ^^^^^^^^^^ attention-backend-needs-newer-gpu
              deployment:
                instanceType: g4dn.xlarge
        `,
      },
      {
        text: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
              extraArgs:
                - --attention-backend=CUTLASS_MLA
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ attention-backend-needs-newer-gpu
              deployment:
                instanceType: g6e.xlarge
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.13.0
            env:
              - name: VLLM_ATTENTION_BACKEND
                value: FLASHINFER
            deployment:
              instanceType: g4dn.xlarge
      `,
      `
        inference:
          modelServer:
            env:
              - name: VLLM_ATTENTION_BACKEND
                value: FLASH_ATTN
            deployment:
              instanceType: g6.xlarge
      `,
    ],
  },
};

/** Where a back end may be chosen, with what to do about it. */
function* choicesOf(subject: Subject) {
  const variable = 'VLLM_ATTENTION_BACKEND';
  const inEnvironment = environmentVariable(subject.config.values, variable);
  if (inEnvironment !== undefined)
    yield { name: variable, chosen: inEnvironment, advice: 'Remove the variable.' };
  const flag = vllmFlag(subject, 'attention-backend');
  if (flag !== undefined)
    yield { name: '--attention-backend', chosen: flag, advice: 'Leave it out.' };
}

/** Undefined where nobody can tell. */
function runsOn(backend: string, sm: number, version: Version | undefined): boolean | undefined {
  const told = version === undefined ? undefined : attentionRunsOn(backend, sm, version);
  return told ?? (modern.has(backend) && sm < 80 ? false : undefined);
}
