import type { KnownFit } from '../fit/fit.ts';
import type { FitRequest } from '../fit/request.ts';
import { fitRequestOf } from '../fit/request-of-values.ts';
import { showGiB } from '../fit/units.ts';
import { fitOfValues } from '../fit/values-fit.ts';
import { findNode, type Span } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { showTokens } from './explain-fit.ts';

/** A remark shown behind a value. */
export interface InlayHint {
  /** End of the value. */
  readonly offset: number;
  readonly label: string;
  /** Sentences, for whoever points at it. */
  readonly tooltip: string;
}

/** What the memory estimate says of the values in `within` that decide it; empty when it is unknown. */
export function inlayHints(analysis: Analysis, within: Span): readonly InlayHint[] {
  const { config, document } = analysis;
  const request = fitRequestOf(config);
  const fit = request.ok ? fitOfValues(config) : undefined;
  if (!request.ok || fit === undefined || fit.verdict === 'unknown') return [];
  return remarks(fit, request.value).flatMap(({ key, label }) => {
    const fact = config[key];
    const value = fact?.origin.kind === 'document' ? findNode(document.root, fact.path) : undefined;
    if (value?.kind !== 'scalar' || value.span.end === value.span.start) return [];
    const { end } = value.span;
    if (end < within.start || end > within.end) return [];
    return [{ offset: end, label, tooltip: tooltip(fit) }];
  });
}

interface Remark {
  readonly key: 'maxModelLen' | 'gpuMemoryUtilization' | 'tensorParallelSize';
  readonly label: string;
}

function remarks(fit: KnownFit, { device }: FitRequest): readonly Remark[] {
  const context: Remark = { key: 'maxModelLen', label: contextLabel(fit) };
  if (device.kind === 'neuron') {
    const label = `${showGiB(fit.weightsGiB)} GiB weights in ${fit.budgetGiB} GiB`;
    return [context, { key: 'tensorParallelSize', label }];
  }
  return [
    context,
    {
      key: 'gpuMemoryUtilization',
      label: `${showGiB(fit.budgetGiB)} of ${showGiB(fit.breakdown.totalGiB)} GiB`,
    },
    {
      key: 'tensorParallelSize',
      label: `${showGiB(fit.weightsGiB)} GiB weights, ${showGiB(fit.kvCacheGiB)} GiB KV cache`,
    },
  ];
}

function contextLabel(fit: KnownFit): string {
  if (fit.verdict === 'does-not-fit')
    return `does not fit: ${showGiB(fit.requestGiB)} GiB a request, ${showGiB(fit.kvCacheGiB)} GiB left`;
  const cache = `KV cache ${showTokens(fit.kvCacheTokens)} tokens, ${fit.maxConcurrency.toFixed(1)} requests`;
  return fit.verdict === 'tight' ? `tight: ${cache}` : cache;
}

function tooltip({ reason, assumptions }: KnownFit): string {
  return ['By our estimate.', reason, ...assumptions].join('\n');
}
