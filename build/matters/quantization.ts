import { group, refused, rules } from './matter.ts';

const table = rules('quantization-needs-newer-gpu');

export const quantization = group('Quantisation by compute capability', [
  ['q1', 'awq needs 7.5', table],
  ['q2', 'awq_marlin, gptq_marlin and marlin need 8.0 in vLLM 0.10', table],
  ['q3', 'gptq needs 6.0', table],
  ['q4', 'fp8 needs 8.0 in vLLM 0.10, 7.5 later', table],
  [
    'q5',
    'compressed-tensors W8A8 FP8 computes natively from 8.9 on',
    refused('On older cards it runs with weights alone: slower, and right.'),
  ],
  [
    'q6',
    'compressed-tensors W8A8 INT8 needs 7.5, and may not run on Blackwell',
    refused('No card of EC2 that serves is older, and of Blackwell documents disagree.'),
  ],
  ['q7', 'fbgemm_fp8 needs 8.0', table],
  ['q8', 'modelopt FP8, NVFP4 and MXFP8', table],
  ['q9', 'mxfp4 needs 8.0', table],
  ['q10', 'bitsandbytes needs 7.0', table],
  ['q11', 'gguf and torchao', table],
  ['q12', 'experts_int8 and moe_wna16', table],
  [
    'q13',
    'FP8 on Ampere saves memory and no time',
    refused('It works as its user may well intend.'),
  ],
]);
