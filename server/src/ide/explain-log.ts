import { explainVllmLog, type LogFacts, type LogFailure } from '../fit/log.ts';
import { showGiB } from '../fit/units.ts';
import { pathOfKey } from '../model/key-path.ts';
import type { Fact } from '../model/merged-values.ts';
import { tell } from '../lint/blame.ts';
import { editValues, type TextEdit } from '../syntax/edit-values.ts';
import { findEntryAt, type Span } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { showTokens } from './explain-fit.ts';

/** A failure that a log proves, with what the values file has to do with it. */
export interface ExplainedFailure extends Pick<LogFailure, 'message' | 'line' | 'source'> {
  readonly keys: readonly ExplainedKey[];
  readonly fixes: readonly { readonly title: string; readonly edit?: TextEdit }[];
}

export interface ExplainedKey {
  readonly key: string;
  /** Of the value, where the document says it. */
  readonly span?: Span;
  /** With where it comes from; absent when nobody says it. */
  readonly value?: string;
}

export interface ExplainedLog {
  readonly failures: readonly ExplainedFailure[];
  readonly figures: readonly (readonly [label: string, text: string])[];
}

/** What a start-up log says, and which lines of `analysis` decide it. Without one, the log alone. */
export function explainLog(log: string, analysis: Analysis | undefined): ExplainedLog {
  const { facts, failures } = explainVllmLog(log);
  return {
    failures: failures.map(({ message, line, source, keys, fixes }) => ({
      message,
      line,
      source,
      keys: keys.map((key) => explainKey(key, analysis)),
      fixes: fixes.map(({ key, value }) => ({
        title: `Set ${key} to ${value}`,
        ...editFor(key, value, analysis),
      })),
    })),
    figures: figuresOf(facts),
  };
}

function explainKey(key: string, analysis: Analysis | undefined): ExplainedKey {
  const path = analysis && pathOfKey(key, analysis.config);
  const fact = path && analysis.values.at(path);
  if (path === undefined || fact === undefined || !isScalar(fact)) return { key };
  const value = tell(fact);
  if (fact.origin.kind !== 'document') return { key, value };
  const span = findEntryAt(analysis?.document.root, path)?.value.span;
  return { key, value, ...(span !== undefined && { span }) };
}

function editFor(key: string, value: string | number, analysis: Analysis | undefined) {
  const path = analysis && pathOfKey(key, analysis.config);
  if (analysis === undefined || path === undefined || analysis.document.broken.length > 0)
    return {};
  const edit = editValues(analysis.document, [{ kind: 'set', path, value }]);
  return edit === undefined ? {} : { edit };
}

function isScalar({ value }: Fact): boolean {
  return typeof value !== 'object';
}

function figuresOf(facts: LogFacts): readonly (readonly [string, string])[] {
  const size = (label: string, gib: number | undefined) =>
    gib === undefined ? [] : [[label, `${showGiB(gib)} GiB`] as const];
  const count = (label: string, tokens: number | undefined) =>
    tokens === undefined ? [] : [[label, `${showTokens(tokens)} tokens`] as const];
  return [
    ...(facts.vllmVersion === undefined ? [] : [['vLLM', facts.vllmVersion] as const]),
    ...(facts.model === undefined ? [] : [['Model', facts.model] as const]),
    ...size('Memory of the GPU', facts.totalGiB),
    ...size('Weights', facts.weightsGiB),
    ...size('Activations', facts.activationGiB),
    ...size('CUDA graphs', facts.cudaGraphGiB),
    ...size('KV cache', facts.kvCacheGiB),
    ...count('KV cache', facts.kvCacheTokens),
    ...count('Context', facts.maxModelLen),
    ...(facts.maxConcurrency === undefined
      ? []
      : [['Requests of full length at once', facts.maxConcurrency.toFixed(1)] as const]),
  ];
}
