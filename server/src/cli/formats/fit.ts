import type { Fit, KnownFit } from '../../fit/fit.ts';
import { fitReport } from '../../fit/report.ts';

/** An estimate with what it is about, as far as that is known. */
export interface FitAnswer {
  readonly model?: string;
  readonly device?: string;
  readonly fit: Fit;
}

export function formatFit(answer: FitAnswer, format: 'text' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(asJson(answer), null, 2)}\n` : asText(answer);
}

/** Every figure is there in every answer: null where it is not known. */
function asJson({ fit, ...about }: FitAnswer): object {
  if (fit.verdict !== 'unknown') return { ...about, ...fitReport(fit) };
  const figures = {
    weightsGiB: null,
    kvCacheGiB: null,
    kvCacheTokens: null,
    maxConcurrency: null,
    budgetGiB: null,
    breakdown: null,
  };
  return { ...about, ...figures, ...fit };
}

function asText({ model, device, fit }: FitAnswer): string {
  const about = [model, device].filter((name) => name !== undefined).join(' on ');
  const lines = [
    `${fit.verdict.replaceAll('-', ' ')}${about === '' ? '' : `: ${about}`}`,
    ...(fit.verdict === 'unknown'
      ? ['', 'Not known', ...fit.missing.map(item)]
      : [
          fit.reason,
          '',
          ...table(fit),
          ...list(
            'Risks',
            fit.risks.map(({ message }) => message),
          ),
        ]),
    ...list('Assumptions', fit.assumptions),
    '',
  ];
  return lines.join('\n');
}

function table({ breakdown, ...fit }: KnownFit): readonly string[] {
  const parts: readonly (readonly [string, number, string])[] = [
    ['weights', breakdown.weightsGiB, ''],
    ['activations', breakdown.activationGiB, ''],
    ['CUDA and NCCL', breakdown.nonTorchGiB, ''],
    ['CUDA graphs', breakdown.cudaGraphGiB, ''],
    [
      'KV cache',
      breakdown.kvCacheGiB,
      `${fit.kvCacheTokens} tokens; ${fit.maxConcurrency.toFixed(1)} requests of ${fit.maxModelLen} tokens at once`,
    ],
    ['free', breakdown.freeGiB, ''],
    ['total', breakdown.totalGiB, `vLLM may take ${fit.budgetGiB.toFixed(2)}`],
  ];
  const shown = parts.filter(([name, gib]) => gib !== 0 || name === 'KV cache' || name === 'free');
  return [
    'GiB per device',
    ...shown.map(([name, gib, note]) =>
      `  ${name.padEnd(14)}${gib.toFixed(2).padStart(8)}  ${note}`.trimEnd(),
    ),
    '',
    `Longest context: ${fit.longestContext} tokens`,
  ];
}

function list(title: string, sentences: readonly string[]): readonly string[] {
  return sentences.length === 0 ? [] : ['', title, ...sentences.map(item)];
}

function item(sentence: string): string {
  return `  ${sentence}`;
}
