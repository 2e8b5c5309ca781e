/**
 * The port to whatever renders a chart. Helm's own engine answers it, in a worker (`node/engine`).
 * Nothing here throws or rejects: each way in which a render ends is a member of the outcome.
 */
export interface Renderer {
  /** Gets ready ahead of the first request, so that it need not wait for the start. Safe to call again. */
  start(): Promise<void>;
  /**
   * Renders what `helm template` of the same Helm version prints, to the byte. For a live preview, abort the signal
   * of the request that a newer one replaces: a waiting request is dropped, a running one gives way.
   */
  render(request: RenderRequest, signal?: AbortSignal): Promise<RenderOutcome>;
  /** The values that the chart's templates see: the files over the chart's defaults, merged as Helm merges. */
  coalesce(request: CoalesceRequest, signal?: AbortSignal): Promise<CoalesceOutcome>;
  /** Which values the chart's templates read, where, and under which conditions. */
  reads(chart: ChartSource, signal?: AbortSignal): Promise<ReadsOutcome>;
}

/** The port to a chart's files: a folder, without what its .helmignore leaves out, or a .tgz. */
export interface ChartReader {
  readChart(path: string, signal?: AbortSignal): Promise<ChartReadOutcome>;
}

/** A chart's bytes. Equal ids mean equal bytes: a chart that the engine has already is not sent again. */
export type ChartSource = { readonly id: string } & (
  { readonly files: readonly ChartFile[] } | { readonly archive: Uint8Array }
);

export interface ChartFile {
  /** Relative to the chart, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The text of a values file. The name appears in messages only. */
export interface ValuesFile {
  readonly name: string;
  readonly text: string;
}

export interface CoalesceRequest {
  readonly chart: ChartSource;
  /** In the order of `-f`: a later file wins. */
  readonly valuesFiles: readonly ValuesFile[];
}

export interface RenderRequest extends CoalesceRequest {
  readonly release: string;
  readonly namespace: string;
  /** `.Release.IsUpgrade` instead of `.Release.IsInstall`. */
  readonly isUpgrade?: boolean;
  /** `.Capabilities.KubeVersion`; the one that Helm was built for when absent. */
  readonly kubeVersion?: string;
  /** Added to `.Capabilities.APIVersions`. */
  readonly apiVersions?: readonly string[];
  /** Print `crds/` before the manifests. */
  readonly includeCrds?: boolean;
  /** Leave out hooks of the event `test`, which `helm template` prints. */
  readonly skipTests?: boolean;
}

export type RenderOutcome = Rendered | RenderFailure;

export interface Rendered {
  readonly kind: 'rendered';
  /** Exactly what `helm template` prints. */
  readonly manifest: string;
  /** In the order of the manifest; hooks come last. */
  readonly documents: readonly RenderedDocument[];
  /** The chart's NOTES.txt, empty when it has none. */
  readonly notes: string;
  /** What Helm would print to the terminal, such as a map that is overwritten by a scalar. */
  readonly warnings: readonly string[];
}

export interface RenderedDocument {
  /** Helm's name of the template: the chart's name, then the path, then folders of dependencies. */
  readonly source: string;
  /** Empty, like the other names, in a document that holds comments alone. */
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  /** As the document states it; empty means the release's. */
  readonly namespace: string;
  /** Offsets into the manifest, from the document's `---` to the next one's. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly hook?: HookFacts;
  /** True for the documents of `crds/`. */
  readonly isCrd: boolean;
}

export interface HookFacts {
  readonly events: readonly string[];
  readonly weight: number;
  readonly deletePolicies: readonly string[];
}

/** What a render could not get past, one member per thing the user would do differently. */
export type RenderFailure =
  TemplateError | ManifestError | ValuesError | SchemaError | RequestError | EngineFailure;

/** A template does not parse, or stopped: a `fail`, a `required`, a value that is not there. */
export interface TemplateError extends TemplateLocation {
  readonly kind: 'template-error';
  /** Helm's own text, whole. */
  readonly message: string;
  /** What went wrong, without the places. */
  readonly reason: string;
  /** The value the message names, when it names one. */
  readonly valuePath?: readonly string[];
  /** From the template that was printed to the innermost one that it includes. Never empty. */
  readonly trace: readonly TemplateLocation[];
}

export interface TemplateLocation {
  /** Helm's name of the template, as in `RenderedDocument.source`; empty when Helm names none. */
  readonly template: string;
  /** The template relative to the chart's folder. An aliased dependency goes by its alias here. */
  readonly file: string;
  /** Zero-based; absent when Helm does not say. */
  readonly line?: number;
  /** Zero-based, in bytes of the line, as Go counts. */
  readonly column?: number;
}

/** A template printed text that is not YAML. */
export interface ManifestError {
  readonly kind: 'manifest-error';
  readonly message: string;
  readonly template: string;
  readonly file: string;
  /** The document as it was printed. */
  readonly text: string;
  /** Zero-based, in that text; absent when Helm does not say. */
  readonly line?: number;
}

/** A values file is not YAML, or is not a map. */
export interface ValuesError {
  readonly kind: 'values-error';
  readonly message: string;
  /** The name it was given. */
  readonly file: string;
  /** Zero-based; absent when Helm does not say. */
  readonly line?: number;
}

/** The chart's values.schema.json refuses the merged values. */
export interface SchemaError {
  readonly kind: 'schema-error';
  readonly message: string;
  readonly violations: readonly SchemaViolation[];
}

export interface SchemaViolation {
  readonly chart: string;
  /** From the root of the values; an index is decimal text. */
  readonly path: readonly string[];
  readonly keyword: string;
  readonly message: string;
  /** The missing keys of `required`, the unknown ones of `additionalProperties`; empty otherwise. */
  readonly properties: readonly string[];
}

/** The chart cannot be rendered whatever the values, or the release's name or Kubernetes version is none. */
export type RequestError =
  | { readonly kind: 'chart-error'; readonly message: string }
  | { readonly kind: 'release-error'; readonly message: string };

/** Not the chart's fault alone, or not to be told: the engine stopped, was stopped, or was never reached. */
export type EngineFailure =
  | { readonly kind: 'timed-out'; readonly limitMs: number; readonly message: string }
  | { readonly kind: 'too-large'; readonly what: SizeLimit; readonly message: string }
  | { readonly kind: 'engine-failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

export type SizeLimit = 'chart' | 'values' | 'manifest' | 'memory' | 'depth';

export type CoalesceOutcome = Coalesced | RenderFailure;

export interface Coalesced {
  readonly kind: 'coalesced';
  /** JSON values; numbers are what Helm makes of them. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

export type ChartReadOutcome =
  { readonly kind: 'read'; readonly chart: ChartSource } | ChartReadFailure;

export type ChartReadFailure = RequestError | EngineFailure;

export type ReadsOutcome = ChartReads | RenderFailure;

export interface ChartReads {
  readonly kind: 'reads';
  readonly reads: readonly ValueRead[];
}

/** One place where a template reads a value. */
export interface ValueRead extends TemplateLocation {
  /** From the root of the chart's values; `*` stands for any key or index. */
  readonly path: readonly string[];
  /** The whole value is used, so everything below it counts as read. */
  readonly readsBelow: boolean;
  /** The value only decides: it is the condition of an `if` or a `with`, or an operand of one. */
  readonly isCondition: boolean;
  /** What must hold for the place to be reached, outermost first. */
  readonly guards: readonly ReadGuard[];
}

/** A condition around a read, as far as it was understood: `text` is the template's own. */
export interface ReadGuard {
  readonly text: string;
  /** False where the read stands in the `else` of the condition. */
  readonly holds: boolean;
  /** Set where the condition compares one value with literals, or asks whether it is set. */
  readonly value?: readonly string[];
  readonly equals?: readonly string[];
}
