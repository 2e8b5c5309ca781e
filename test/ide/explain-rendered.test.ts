import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { explainRendered } from '../../server/src/ide/explain-rendered.ts';
import { chartAt, engineUnderTest, fixtures, root } from '../engine/engine-under-test.ts';
import { dedent } from '../markers.ts';

const engine = engineUnderTest();
afterAll(() => {
  engine.stop();
});

async function explain(directory: string, path: readonly string[], values: string) {
  const outcome = await engine.render({
    chart: await chartAt(engine, directory),
    valuesFiles: [{ name: 'values.yaml', text: dedent(values) }],
    release: 'llama',
    namespace: 'default',
  });
  if (outcome.kind !== 'rendered') throw new Error(JSON.stringify(outcome));
  return explainRendered(path, outcome.documents);
}

const box = join(root, 'inference-charts');
const newer = join(fixtures, 'charts/generation-0.2');

describe('a chart 0.2', () => {
  test('shows the command that serves, as the shell gets it', async () => {
    expect(
      await explain(
        newer,
        ['modelParameters'],
        `
        model: Qwen/Qwen3-8B
        inference:
          framework: vllm
          serviceName: qwen
        modelParameters:
          maxModelLen: 8192
          trustRemoteCode: true
        `,
      ),
    ).toBe(
      'Served by container main in Deployment/qwen with\n\n```sh\nvllm serve Qwen/Qwen3-8B --max-model-len 8192 --trust-remote-code true --tensor-parallel-size 1\n```',
    );
  });

  test('says which flag a parameter is, or under Ray which variable', async () => {
    const values = (framework: string) => `
      inference:
        framework: ${framework}
        serviceName: qwen
        modelServer:
          vllmVersion: "0.9.1"
      modelParameters:
        maxNumSeqs: 8
      `;
    const path = ['modelParameters', 'maxNumSeqs'];
    expect(await explain(newer, path, values('vllm'))).toMatch(
      /^Becomes `--max-num-seqs 8` of container main in Deployment\/qwen\.\n\nServed by/,
    );
    expect(await explain(newer, path, values('ray-vllm'))).toBe(
      'Becomes `MAX_NUM_SEQS=8` of container worker in RayService/qwen.',
    );
    expect(await explain(newer, ['model'], values('ray-vllm'))).toBe(
      'Becomes `MODEL=NousResearch/Llama-3.2-1B` of container worker in RayService/qwen.',
    );
  });

  test('says nothing of what is not rendered, and of other keys', async () => {
    const nothing = 'modelParameters:\n  maxNumSeqs: 8\n';
    expect(await explain(newer, ['modelParameters', 'maxNumSeqs'], nothing)).toBeUndefined();
    expect(
      await explain(newer, ['inference', 'framework'], 'inference: {framework: vllm}\n'),
    ).toBeUndefined();
  });
});

describe('the chart in the box', () => {
  test('shows variable and argument, with the values put in', async () => {
    const told = await explain(
      box,
      ['modelParameters', 'maxModelLen'],
      'inference:\n  serviceName: llama\nmodelParameters:\n  maxModelLen: 4096\n',
    );
    expect(told).toContain(
      'Becomes `MAX_MODEL_LEN=4096` and `--max-model-len=4096` of container vllm in Deployment/llama.',
    );
    expect(told).toContain('```sh\nvllm serve NousResearch/Llama-3.2-1B ');
  });

  test('shows the environment of the Serve application under Ray', async () => {
    expect(
      await explain(
        box,
        ['modelParameters', 'maxModelLen'],
        `
        inference:
          framework: rayVllm
          serviceName: llama
          modelServer:
            vllmVersion: "0.9.1"
        modelParameters:
          maxModelLen: 4096
        `,
      ),
    ).toMatch(/^Becomes `MAX_MODEL_LEN=4096` of Serve application \w+ in RayService\/llama\./);
  });
});
