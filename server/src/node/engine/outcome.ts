import type {
  CoalesceOutcome,
  ReadsOutcome,
  RenderedDocument,
  RenderFailure,
  RenderOutcome,
  SchemaViolation,
  ValueRead,
} from '../../chart/renderer.ts';
import type { EngineAnswer } from './messages.ts';
import { fileOf, readTemplateError } from './template-error.ts';
import { yamlLineIn } from './yaml-line.ts';

/** Gives what the Go side answered its types. Its own structs are the schema: engine/manifests, engine/failure. */
export function rendered(answer: EngineAnswer): RenderOutcome {
  if (answer.failure !== undefined) return failureIn(answer.failure);
  const { manifest = '', notes = '' } = answer;
  const { documents, warnings } = read(answer) as {
    documents: readonly (Omit<RenderedDocument, 'text' | 'isCrd'> & { isCrd?: boolean })[] | null;
    warnings: readonly string[];
  };
  return {
    kind: 'rendered',
    manifest,
    documents: (documents ?? []).map((document) => ({
      ...document,
      isCrd: document.isCrd ?? false,
      text: manifest.slice(document.start, document.end),
    })),
    notes,
    warnings,
  };
}

export function coalesced(answer: EngineAnswer): CoalesceOutcome {
  if (answer.failure !== undefined) return failureIn(answer.failure);
  return {
    kind: 'coalesced',
    ...(read(answer) as { values: Record<string, unknown>; warnings: readonly string[] }),
  };
}

export function readsIn(answer: EngineAnswer): ReadsOutcome {
  if (answer.failure !== undefined) return failureIn(answer.failure);
  const reads = read(answer) as readonly Omit<ValueRead, 'file'>[];
  return {
    kind: 'reads',
    reads: reads.map((found) => ({ ...found, file: fileOf(found.template) })),
  };
}

/** The ids of the charts that the engine holds after it was sent one. */
export function keptIn(
  answer: EngineAnswer,
): { readonly kind: 'kept'; readonly charts: readonly string[] } | RenderFailure {
  if (answer.failure !== undefined) return failureIn(answer.failure);
  return { kind: 'kept', charts: read(answer) as readonly string[] };
}

/** The entries of a chart's folder that its .helmignore leaves out. */
export function ignoredIn(
  answer: EngineAnswer,
): { readonly kind: 'ignored'; readonly paths: readonly string[] } | RenderFailure {
  if (answer.failure !== undefined) return failureIn(answer.failure);
  return { kind: 'ignored', paths: read(answer) as readonly string[] };
}

/** As engine/failure writes it. */
interface RawFailure {
  readonly kind:
    'chart' | 'engine' | 'manifest' | 'release' | 'schema' | 'template' | 'too-large' | 'values';
  readonly message: string;
  readonly file?: string;
  readonly template?: string;
  readonly text?: string;
  readonly violations?: readonly (Omit<SchemaViolation, 'properties'> & {
    readonly properties?: readonly string[];
  })[];
}

function failureIn(text: string): RenderFailure {
  const { kind, message, file = '', template = '', ...raw } = JSON.parse(text) as RawFailure;
  switch (kind) {
    case 'template':
      return readTemplateError(message);
    case 'manifest':
      return {
        kind: 'manifest-error',
        message,
        template,
        file: fileOf(template),
        text: raw.text ?? '',
        ...yamlLineIn(message),
      };
    case 'values':
      return { kind: 'values-error', message, file, ...yamlLineIn(message) };
    case 'schema': {
      const violations = raw.violations ?? [];
      return {
        kind: 'schema-error',
        message,
        violations: violations.map((found) => ({ ...found, properties: found.properties ?? [] })),
      };
    }
    case 'chart':
      return { kind: 'chart-error', message };
    case 'release':
      return { kind: 'release-error', message };
    case 'too-large':
      return { kind: 'too-large', what: 'manifest', message };
    case 'engine':
      return { kind: 'engine-failed', message: `The rendering engine failed: ${message}` };
  }
}

/** The engine is ours and is built from the same sources, so its answers are not checked again here. */
function read({ answer = 'null' }: EngineAnswer): unknown {
  return JSON.parse(answer);
}
