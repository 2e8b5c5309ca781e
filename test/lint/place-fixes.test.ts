import { expect, it } from 'vitest';
import { editValues, applyEdit } from '../../server/src/syntax/edit-values.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { boxChart } from './charts.ts';
import { judge } from './judge.ts';

it('names the list that a parameter stands in', () => {
  const [finding] = judge(values('--max-model-len=900000'), boxChart).findings;
  expect(finding?.message).toBe(
    'maxModelLen is 900000 (in extraArgs), but Qwen/Qwen3-8B allows 40960 tokens: vLLM refuses to start. Set maxModelLen to 40960 or less.',
  );
});

it.each([
  ['--max-model-len=900000', '"--max-model-len=40960"'],
  ['"--max-model-len=900000"', '"--max-model-len=40960"'],
  ['--max-model-len, "900000"', '--max-model-len, "40960"'],
])('%s is cured in its form', (items, cured) => {
  expect(cure(values(items))).toBe(values(cured));
});

it('offers nothing for a flag among others in one item', () => {
  expect(cure(values('"--seed 1 --max-model-len 900000 --enable-lora"'))).toBeUndefined();
});

it('sets the parameter where it stands, not where it would be read first', () => {
  const text = `inference:
  modelServer:
    extraArgs: ["--max-model-len=131072", "--gpu-memory-utilization=0.9"]
    deployment:
      instanceType: g5.xlarge
      resources: {gpu: {requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 1}}}
modelParameters:
  modelId: meta-llama/Llama-3.1-8B-Instruct
  maxModelLen: 8192
`;
  expect(cure(text)).toMatch(/"--max-model-len=\d{4,5}"/);
});

it('does not write into a file that says nothing of the flag', () => {
  const { findings } = judge(
    `
      #- values-base.yaml
      inference:
        modelServer:
          extraArgs: [--max-model-len=900000]
      #- values.yaml
      modelParameters:
        modelId: Qwen/Qwen3-8B
    `,
    boxChart,
  );
  const [finding] = findings.filter(({ rule }) => rule === 'context-length-exceeds-model');
  expect(finding?.message).toContain('900000 (from extraArgs of values-base.yaml)');
  for (const { edits } of finding?.fixes ?? [])
    expect(editValues(parse('modelParameters:\n  modelId: Qwen/Qwen3-8B\n'), edits)).toBe(
      undefined,
    );
});

function values(items: string): string {
  return `inference:
  modelServer:
    extraArgs: [${items}]
modelParameters:
  modelId: Qwen/Qwen3-8B
`;
}

function cure(text: string): string | undefined {
  const { findings } = judge(text, boxChart);
  const edits = findings.flatMap(({ fixes = [] }) => fixes)[0]?.edits;
  const edit = edits && editValues(parse(text), edits);
  return edit && applyEdit(text, edit);
}
