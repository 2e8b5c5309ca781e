import { describe, expect, test } from 'vitest';
import type { Chart, Generation } from '../../server/src/chart/chart.ts';
import { analyze } from '../../server/src/ide/analysis.ts';
import { migration } from '../../server/src/lint/migration.ts';
import { applyEdit, editValues } from '../../server/src/syntax/edit-values.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { dedent } from '../markers.ts';
import { boxChart, known02, wholeChart02 } from './charts.ts';

/** The text in the words of `chart`; unchanged where nothing differs. */
function migrated(text: string, chart: Chart, wanted: Generation): string {
  const document = parse(dedent(text));
  const { config } = analyze(document, { chart, earlier: [] });
  const written = wanted === '0.2' ? '0.1' : '0.2';
  const edits = migration(config, chart, { written, wanted });
  if (edits === undefined) throw new Error('There is no counterpart.');
  if (edits.length === 0) return document.text;
  const edit = editValues(document, edits);
  if (edit === undefined) throw new Error(`Not to be edited: ${JSON.stringify(edits)}`);
  return applyEdit(document.text, edit);
}

const vllm = 'inference:\n  framework: vllm\n';
const ray = 'inference:\n  framework: rayVllm\n';

/** What stands below the lines that say the framework. */
function to02(text: string, chart: Chart = known02): string {
  return migrated(text, chart, '0.2');
}

describe('to generation 0.2', () => {
  test('a file that names no framework names the one that it had', () => {
    expect(to02('modelParameters:\n  modelId: a/b\n')).toBe(
      'inference:\n  framework: vllm\nmodel: a/b\n',
    );
  });

  test('variables become a map, unless one of them comes from elsewhere', () => {
    const list = (more: string) =>
      `${vllm}  modelServer:\n    env:\n      - name: A # first\n        value: "1"\n      - name: B\n        value: x y\n${more}`;
    expect(to02(list(''))).toBe(
      `${vllm}  modelServer:\n    # first\n    env:\n      A: "1"\n      B: "x y"\n`,
    );
    const secret = list('      - name: C\n        valueFrom:\n          fieldRef: {}\n');
    expect(to02(secret)).toBe(secret);
    const twice = list('      - name: A\n        value: "2"\n');
    expect(to02(twice)).toBe(twice);
    expect(to02(`${vllm}  modelServer:\n    env: []\n`)).toBe(vllm);
  });

  test('further arguments become parameters, all of them or none', () => {
    const args = (...items: string[]) =>
      `${vllm}  modelServer:\n    # why\n    extraArgs:\n${items.map((item) => `      - ${item}\n`).join('')}modelParameters:\n  maxModelLen: 4096\n`;
    expect(
      to02(
        args(
          '--tokenizer-mode=mistral # its own',
          '--max-num-seqs',
          '"64"',
          '--enable-x',
          '--a_b=c d',
        ),
      ),
    ).toBe(
      `${vllm}modelParameters:\n  maxModelLen: "4096"\n  # why\n  # its own\n  tokenizerMode: mistral\n  maxNumSeqs: "64"\n  enableX: true\n  aB: "'c d'"\n`,
    );
    for (const left of ['-tp=2', '--max-model-len=1', 'word', '--o.b=1', '"{{ .Values.x }}"'])
      expect(to02(args('--seed=1', left))).toContain('    extraArgs:\n      - --seed=1\n');
    expect(to02(args('--seed=1').replace('vllm', 'rayVllm'))).toContain('extraArgs:\n');
  });

  test('keys move to where it reads them, for Ray where its pods have what they say', () => {
    const token = (framework: string, name: string) =>
      `${framework}  huggingFaceToken:\n    secretName: ${name} # ours\n    secretKey: token\n  modelServer:\n    serviceAccountName: reads\n    deployment:\n      sharedMemorySize: 4Gi\n      podLabels:\n        team: a\n`;
    expect(to02(token(vllm, 'mine'))).toBe(
      `${vllm}  modelServer:\n    deployment:\n      sharedMemory: 4Gi\nhfTokenSecret:\n  name: mine # ours\n  key: token\nserviceAccountName: reads\nextraLabels:\n  team: a\n`,
    );
    expect(to02(token(ray, 'hf-token'))).not.toContain('huggingFaceToken');
    expect(to02(token(ray, 'mine'))).toContain('secretName: mine');
    expect(to02(token(ray, 'mine'))).toContain('podLabels');
  });

  test('the time to start becomes failures of the startup probe', () => {
    const budget = `${vllm}  modelServer:\n    deployment:\n      # loads long\n      startupBudgetSeconds: 1805\n`;
    expect(to02(budget)).toBe(
      `${vllm}  modelServer:\n    deployment:\n      # loads long\n      startupProbe:\n        failureThreshold: 181\n`,
    );
    expect(to02(budget.replace('vllm', 'rayVllm'))).toContain('startupBudgetSeconds: 1805');
  });

  test('the log level goes where the server reads it', () => {
    expect(to02(`${vllm}vllm:\n  logLevel: info\n`)).toBe(vllm);
    expect(to02(`${vllm}vllm:\n  logLevel: debug\n`)).toBe(
      `${vllm}  modelServer:\n    env:\n      VLLM_LOGGING_LEVEL: DEBUG\n`,
    );
    expect(to02(`${ray}vllm:\n  logLevel: debug\n`)).toContain('logLevel: debug');
  });

  test("Ray's image is named, and its tag is one to which -gpu can be added", () => {
    expect(to02(`${ray}  modelServer:\n    pythonVersion: "3.11"\n`)).toBe(
      'inference:\n  framework: ray-vllm\n  modelServer:\n    image:\n      repository: rayproject/ray\n      tag: "2.47.0-py311"\n',
    );
    const image = (repository: string, tag: string) =>
      to02(
        `${ray}  modelServer:\n    image:\n      repository: ${repository}\n      tag: ${tag}\n`,
      );
    expect(image('rayproject/ray', '2.47.0-py312-gpu')).toContain('tag: "2.47.0-py312"\n');
    expect(image('rayproject/ray', '2.47.0-py312-cu128')).toContain('tag: "2.47.0-py312"\n');
    expect(image('example.com/ray', '2.47.0-py312-gpu')).toContain('tag: 2.47.0-py312-gpu\n');
    const neuron = ray.replace('  framework', '  accelerator: neuron\n  framework');
    expect(to02(neuron)).not.toContain('image');
  });

  test('parameters pass the shell', () => {
    const text = `${vllm}modelParameters:\n  seed: 0x10\n  dtype: half\n  servedModelName: my model\n  enablePrefixCaching: false # off\n  trustRemoteCode: true\n  hfOverrides: {a: [1]}\n  empty:\n  later: "{{ x }}"\n  tokenizerPoolSize: 4\n  numGpus: 2\n`;
    expect(to02(text)).toBe(
      `${vllm}modelParameters:\n  seed: "16"\n  dtype: half\n  servedModelName: "'my model'"\n  noEnablePrefixCaching: true # off\n  trustRemoteCode: true\n  hfOverrides: "'{\\"a\\":[1]}'"\n  empty:\n  later: "{{ x }}"\n`,
    );
    // Charts before 0.2.3 print `true` behind the flag.
    expect(to02(text, wholeChart02)).toContain(
      '  noEnablePrefixCaching: "" # off\n  trustRemoteCode: ""\n',
    );
  });
});

describe('to the chart in the box', () => {
  const to01 = (text: string) => migrated(text, boxChart, '0.1');

  test('says the same in its words', () => {
    expect(
      to01(`
        model: a/b # gated
        hfTokenSecret:
          name: mine
        inference:
          framework: vllm
          modelServer:
            env:
              A: "1" # first
            deployment:
              sharedMemory: 4Gi
              startupProbe:
                failureThreshold: 90
                periodSeconds: 20
        modelParameters:
          maxModelLen: "4096"
          noEnablePrefixCaching: true
          limitMmPerPrompt: '''{"image": 2, "video": null}'''
          trustRemoteCode: ""
          # in its own form
          tokenizerMode: mistral
          noAsyncScheduling: true
      `),
    ).toBe(
      dedent(`
        inference:
          framework: vllm
          modelServer:
            # first
            env:
              - name: A
                value: "1"
            deployment:
              sharedMemorySize: 4Gi
              startupBudgetSeconds: 1800
            # in its own form
            extraArgs:
              - "--tokenizer-mode=mistral"
              - "--no-async-scheduling"
          huggingFaceToken:
            secretName: mine
        modelParameters:
          maxModelLen: "4096"
          enablePrefixCaching: false
          limitMmPerPrompt:
            image: 2
            video: null
          trustRemoteCode: true
          modelId: a/b # gated
      `),
    );
  });

  test("Ray's workers take the tag as it is written", () => {
    const image = (tag: string) =>
      `inference:\n  framework: ray-vllm\n  modelServer:\n    image:\n      repository: rayproject/ray\n      tag: ${tag}\n`;
    expect(to01(image('2.47.0-py312'))).toContain('tag: "2.47.0-py312-gpu"\n');
    expect(to01(image('2.47.0-py312-cu128'))).toContain('tag: 2.47.0-py312-cu128\n');
  });

  test('a framework that it has not stays', () => {
    expect(() => to01('inference:\n  framework: aibrix\nmodel: a/b\n')).toThrow('no counterpart');
  });
});
