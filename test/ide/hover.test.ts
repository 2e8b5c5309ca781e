import { describe, expect, test } from 'vitest';
import { hover } from '../../server/src/ide/hover.ts';
import { cursorOf } from '../markers.ts';
import { openFixture } from './open-fixture.ts';

function hoverAt(fixture: string): string | undefined {
  const { file, analysis } = openFixture(fixture);
  return hover(analysis, cursorOf(file))?.markdown;
}

describe('hover tells', () => {
  test('type, default, range and what the value replaces', () => {
    const text = hoverAt('modelParameters:\n  max$0ModelLen: 4096\n');
    expect(text).toContain('**modelParameters.maxModelLen** — integer, default `8192`');
    expect(text).toContain('MAX_MODEL_LEN');
    expect(text).toContain('At least 1.');
    expect(text).toContain(
      'Effective value: `4096`, from this file; it replaces `8192` of the chart.',
    );
  });

  test('that an earlier file is overridden, by name', () => {
    expect(
      hoverAt(`
        #- values-base.yaml
        modelParameters:
          maxModelLen: 2048
        #- values.yaml
        modelParameters:
          maxModelLen: $04096
        `),
    ).toContain('it replaces `2048` from values-base.yaml.');
  });

  test('the hardware of an instance type', () => {
    const text = hoverAt(
      'inference:\n  modelServer:\n    deployment:\n      instanceType: g5.12$0xlarge\n',
    );
    expect(text).toContain('g5.12xlarge: 4 × A10G');
  });

  test('the shape of a model', () => {
    expect(hoverAt('modelParameters:\n  modelId: meta-llama/$0Llama-3.1-8B-Instruct\n')).toContain(
      '32 attention heads, 8 KV heads',
    );
  });

  test('which tensor parallel sizes the heads allow', () => {
    expect(
      hoverAt(`
        modelParameters:
          modelId: Qwen/Qwen2.5-7B-Instruct
          tensorParallel$0Size: 2
        `),
    ).toContain('has 28 attention heads, so up to 8: 1, 2, 4, 7.');
  });

  test('the allowed values of an enum', () => {
    expect(hoverAt('inference:\n  accel$0erator: gpu\n')).toContain('One of `gpu`, `neuron`.');
  });

  test('nothing about a key that nobody knows, and nothing between keys', () => {
    expect(hoverAt('whatever:\n  els$0e: {}\n')).toBeUndefined();
    expect(hoverAt('inference:\n  accelerator: gpu\n\n$0\nservice: {}\n')).toBeUndefined();
  });
});
