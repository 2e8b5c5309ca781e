import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';

/** Where each method stops at start-up: vLLM 0.10.0, and a version of 2026 that reads otherwise. */
const cards = { 'g4dn.xlarge': 75, 'g5.xlarge': 86, 'g6.xlarge': 89, 'p5.4xlarge': 90 } as const;
const refusedBy: Readonly<
  Record<string, { readonly 'v0.10.0': number; readonly 'v0.24.0': number }>
> = {
  awq: { 'v0.10.0': 75, 'v0.24.0': 75 },
  awq_marlin: { 'v0.10.0': 80, 'v0.24.0': 75 },
  bitsandbytes: { 'v0.10.0': 70, 'v0.24.0': 70 },
  experts_int8: { 'v0.10.0': 80, 'v0.24.0': 80 },
  fbgemm_fp8: { 'v0.10.0': 80, 'v0.24.0': 80 },
  fp8: { 'v0.10.0': 80, 'v0.24.0': 75 },
  gguf: { 'v0.10.0': 60, 'v0.24.0': 60 },
  gptq: { 'v0.10.0': 60, 'v0.24.0': 60 },
  gptq_marlin: { 'v0.10.0': 80, 'v0.24.0': 60 },
  modelopt: { 'v0.10.0': 89, 'v0.24.0': 89 },
  modelopt_fp4: { 'v0.10.0': 80, 'v0.24.0': 75 },
  moe_wna16: { 'v0.10.0': 70, 'v0.24.0': 70 },
  mxfp4: { 'v0.10.0': 0, 'v0.24.0': 80 },
  torchao: { 'v0.10.0': 75, 'v0.24.0': 75 },
};

describe.each(Object.entries(refusedBy))('%s', (method, least) => {
  it.each(Object.entries(cards))('on %s', (instanceType, sm) => {
    for (const tag of ['v0.10.0', 'v0.24.0'] as const) {
      const { findings } = judge(
        `inference:\n  modelServer:\n    image:\n      tag: ${tag}\n    deployment:\n      instanceType: ${instanceType}\nmodelParameters:\n  quantization: ${method}\n`,
      );
      const found = findings.some(({ rule }) => rule === 'quantization-needs-newer-gpu');
      expect([tag, found]).toEqual([tag, sm < least[tag]]);
    }
  });
});
