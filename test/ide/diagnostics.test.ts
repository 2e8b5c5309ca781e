import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDiagnostics } from './check-diagnostics.ts';

const presets = join(import.meta.dirname, '../../presets');

describe('where findings stand', () => {
  test('unknown keys on the key, with what was meant', () => {
    const [finding] = checkDiagnostics(`
      modelParameters:
        maxModelLength: 4096
      # ^^^^^^^^^^^^^^ unknown-key
      `);
    expect(finding?.message).toContain('maxModelLen');
    expect(finding?.fixes.map(({ title }) => title)).toContain(
      'Rename maxModelLength to maxModelLen',
    );
  });

  test('wrong values on the value', () => {
    checkDiagnostics(`
      inference:
        accelerator: tpu
        #            ^^^ value-not-allowed
      modelParameters:
        maxNumSeqs: 0
        #           ^ value-out-of-range
      `);
  });

  test('a map where a number belongs on its key', () => {
    checkDiagnostics(`
      modelParameters:
        maxModelLen:
      # ^^^^^^^^^^^ wrong-type
          value: 4096
      `);
  });

  test('a mismatch on the value, with the second place', () => {
    checkDiagnostics(`
      inference:
        modelServer:
          deployment:
            resources:
              gpu:
                requests:
                  nvidia.com/gpu: 2
                  #               ^ related tensor-parallel-exceeds-devices
                limits:
                  nvidia.com/gpu: 2
                  #               ^ related tensor-parallel-exceeds-devices
      modelParameters:
        tensorParallelSize: 4
        #                   ^ tensor-parallel-exceeds-devices
      `);
  });

  test('both of two equal keys', () => {
    checkDiagnostics(`
      modelParameters:
        maxNumSeqs: 4
      # ^^^^^^^^^^ related duplicate-key
        maxNumSeqs: 8
      # ^^^^^^^^^^ duplicate-key
      `);
  });
});

describe('silence', () => {
  test('the line below an ignore comment', () => {
    checkDiagnostics(`
      modelParameters:
        # inference-charts: ignore unknown-key
        maxModelLength: 4096
        maxNumSeq: 4
      # ^^^^^^^^^ unknown-key
      `);
  });

  test('the line of an ignore comment, and the file of ignore-file', () => {
    checkDiagnostics(`
      # inference-charts: ignore-file value-out-of-range
      modelParameters:
        maxModelLength: 4096 # inference-charts: ignore unknown-key
        maxNumSeqs: 0
      `);
  });

  test('rules wait while the text is broken, because the broken part may hold what they miss', () => {
    const found = checkDiagnostics(`
      modelParameters:
        tensorParallelSize: 4
        maxModelLen: "81
      #              ^^^ yaml-syntax
      `);
    expect(found).toHaveLength(1);
  });

  test.each(readdirSync(presets).filter((name) => name.endsWith('.yaml')))('%s', (name) => {
    checkDiagnostics(readFileSync(join(presets, name), 'utf8'));
  });
});
