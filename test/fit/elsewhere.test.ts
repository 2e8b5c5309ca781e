import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findModel } from '../../server/src/catalog/models.ts';
import { parseVersion } from '../../server/src/catalog/versions.ts';
import { estimateFit } from '../../server/src/fit/estimate.ts';
import type { KnownFit } from '../../server/src/fit/fit.ts';

/** A run on another card or release than those of the calibration set. */
interface RunElsewhere {
  readonly id: string;
  readonly modelId: string;
  readonly gpu: string;
  readonly gpuTotalGiB: number;
  readonly sm: number;
  readonly vllmVersion: string;
  readonly dtype: string;
  readonly hasFlashInfer?: boolean;
  readonly tensorParallelSize: number;
  readonly gpuMemoryUtilization: number;
  readonly maxModelLen: number;
  readonly availableKvGiB: number;
  readonly kvCacheTokens?: number;
  readonly starts: boolean;
}

const fixture = new URL('./fixtures/vllm-logs-elsewhere.json', import.meta.url);
const { rows } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  readonly rows: readonly RunElsewhere[];
};

function predict(run: RunElsewhere): KnownFit {
  const model = findModel(run.modelId);
  const vllmVersion = parseVersion(run.vllmVersion);
  if (model === undefined || vllmVersion === undefined) throw new Error(`no facts for ${run.id}`);
  const { gpu: name, gpuTotalGiB: totalGiB, sm, ...settings } = run;
  const device = { kind: 'gpu', name, totalGiB, sm, isMeasured: true } as const;
  const fit = estimateFit({ ...settings, model, device, vllmVersion });
  if (fit.verdict === 'unknown') throw new Error(`${run.id}: ${fit.missing.join(', ')}`);
  return fit;
}

const kvMisses = rows
  .map((run) => Math.abs(predict(run).kvCacheGiB / run.availableKvGiB - 1))
  .sort((left, right) => left - right);

describe('against logs of other cards and releases', () => {
  it('predicts KV memory within 1 % for half of them and 3 % for all', () => {
    expect(kvMisses[Math.ceil(kvMisses.length / 2) - 1]).toBeLessThan(0.01);
    expect(kvMisses.at(-1)).toBeLessThan(0.03);
  });

  it.each(rows)('says of $id whether it starts', (run) => {
    expect(predict(run).verdict).toBe(run.starts ? 'fits' : 'does-not-fit');
  });

  it.each(rows.filter((run) => run.kvCacheTokens !== undefined))(
    'counts the tokens of $id as vLLM does, given the memory it had',
    (run) => {
      const fit = predict(run);
      const tokens = (fit.kvCacheTokens * run.availableKvGiB) / fit.kvCacheGiB;
      expect(Math.abs(tokens / (run.kvCacheTokens ?? 0) - 1)).toBeLessThan(0.002);
    },
  );
});
