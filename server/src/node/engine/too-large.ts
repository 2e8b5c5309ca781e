import type { EngineFailure } from '../../chart/renderer.ts';
import type { EngineLimits } from './limits.ts';

export function tooLarge(what: 'chart' | 'values', limits: EngineLimits): EngineFailure {
  const sentences = {
    chart: `The chart is larger than ${mebibytes(limits.chartBytes)} or has more than ${String(limits.chartEntries)} files.`,
    values: `The values files are longer than ${mebibytes(limits.valuesLength)} together.`,
  };
  return { kind: 'too-large', what, message: sentences[what] };
}

function mebibytes(bytes: number): string {
  return `${String(bytes / 1024 / 1024)} MiB`;
}
