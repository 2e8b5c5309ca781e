import { describe, expect, test } from 'vitest';
import { fitPicture } from '../../server/src/ide/fit-picture.ts';
import { fittingInstances } from '../../server/src/ide/fitting-instances.ts';
import { analyze } from '../../server/src/ide/analysis.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { fitOfValues } from '../../server/src/fit/values-fit.ts';
import { applyEdit } from '../../server/src/syntax/edit-values.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { openFixture } from './open-fixture.ts';

const values = (instanceType: string, length: number) => `
  # chosen by hand
  inference:
    modelServer:
      deployment:
        instanceType: ${instanceType}
  modelParameters:
    modelId: meta-llama/Llama-3.1-8B-Instruct
    gpuMemoryUtilization: 0.9
    maxModelLen: ${length}
`;

describe('the picture of one device', () => {
  test('is filled to its edge by parts with a size each', () => {
    const picture = fitPicture(openFixture(values('g5.xlarge', 8192)).analysis);
    if (picture.verdict === 'unknown') throw new Error(picture.missing.join());
    expect(picture.title).toBe('meta-llama/Llama-3.1-8B-Instruct on each A10G of g5.xlarge');
    expect(picture.parts.map(({ kind }) => kind)).toEqual([
      ...['weights', 'activations', 'overhead', 'graphs', 'kv-cache', 'free'],
    ]);
    expect(picture.parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    const shown = picture.parts.reduce((sum, { size }) => sum + Number.parseFloat(size), 0);
    expect(shown).toBeCloseTo(22.07, 0);
    expect(picture.figures.map(([label]) => label)).toContain('Requests of 8,192 tokens at once');
  });

  test('grows by what one request lacks', () => {
    const picture = fitPicture(openFixture(values('g5.xlarge', 131072)).analysis);
    if (picture.verdict === 'unknown') throw new Error(picture.missing.join());
    const { parts } = picture;
    expect(parts.find(({ kind }) => kind === 'missing')?.size).toMatch(/^1[23]\.\d GiB$/);
    expect(parts.some(({ kind }) => kind === 'free')).toBe(false);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  test('never promises a longer context than the model has', () => {
    const picture = fitPicture(openFixture(values('p5.48xlarge', 8192)).analysis);
    expect(picture.verdict !== 'unknown' && picture.figures).toContainEqual([
      'Longest context',
      '131,072 tokens, all that the model has',
    ]);
  });

  test('is not drawn of what is not known', () => {
    expect(fitPicture(openFixture('modelParameters:\n  modelId: a/b\n').analysis)).toMatchObject({
      verdict: 'unknown',
      title: 'a/b',
    });
  });
});

describe('instance types that fit', () => {
  const applied = (fixture: string) => {
    const { analysis } = openFixture(fixture);
    return fittingInstances(analysis).map(({ found, edit }) => ({
      name: found.type.name,
      text: edit === undefined ? undefined : applyEdit(analysis.document.text, edit),
      surroundings: analysis.surroundings,
    }));
  };

  test('make a file that fits and has no error, comments kept', () => {
    const found = applied(values('g5.xlarge', 131072));
    expect(found.length).toBeGreaterThan(2);
    for (const { text = '', name, surroundings } of found) {
      const after = analyze(parse(text), surroundings);
      expect(text).toContain('# chosen by hand');
      expect(text).toContain(`instanceType: ${name}`);
      expect(fitOfValues(after.config).verdict, name).toBe('fits');
      expect(
        diagnose(after).filter(({ severity }) => severity === 'error'),
        name,
      ).toEqual([]);
    }
  });

  test('begin with the least hardware, one of each family', () => {
    const names = applied(values('g5.xlarge', 8192)).map(({ name }) => name);
    const families = names.map((name) => name.split('.')[0]);
    expect(new Set(families).size).toBe(families.length);
    expect(names[0]).toMatch(/^g[56]\.xlarge$/);
  });

  test('leave out what the pod’s own requests do not go on', () => {
    const fixture = values('g5.xlarge', 8192).replace(
      'instanceType: g5.xlarge',
      'instanceType: g5.xlarge\n        resources:\n          gpu:\n            requests:\n              memory: 64Gi',
    );
    for (const { name } of applied(fixture)) expect(name).not.toMatch(/^g[56]\.xlarge$/);
  });

  test('say which one is in use', () => {
    const first = applied(values('g5.xlarge', 8192));
    const current = first.find(({ text }) => text === undefined);
    expect(current === undefined || current.name === 'g5.xlarge').toBe(true);
    const { name } = first[0] ?? { name: '' };
    const again = applied(values(name, 8192));
    expect(again.find(({ text }) => text === undefined)?.name).toBe(name);
  });

  test('are there before any instance type is', () => {
    const found = applied('modelParameters:\n  modelId: Qwen/Qwen3-8B\n  maxModelLen: 8192\n');
    expect(found.length).toBeGreaterThan(0);
  });

  test('are none for a model that is not known', () => {
    expect(applied('modelParameters:\n  modelId: acme/own\n')).toEqual([]);
  });

  test('ask for devices where the accelerator is Neuron', () => {
    const found = applied(`
      inference:
        accelerator: neuron
        modelServer:
          image:
            repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
            tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
      modelParameters:
        modelId: meta-llama/Llama-3.1-8B-Instruct
        maxModelLen: 4096
        maxNumSeqs: 4
    `);
    expect(found.map(({ name }) => name.split('.')[0])).toContain('inf2');
    expect(found[0]?.text).toMatch(/tensorParallelSize: \d/);
  });
});
