import { type Generation } from '../catalog/frameworks.ts';
import type { ValuesDocument } from '../syntax/parse.ts';
import type { ChartReads } from './chart-read.ts';
import type { NamedConditions } from './condition.ts';
import type { KeyComments } from './key-comments.ts';
import type { TemplateFaults } from './template-faults.ts';

/** The two published families of the chart's values: `rayVllm` and environment variables, or `ray-vllm` and flags. */
export type { Generation };

/** Parsed JSON, unknown below its keys. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a Chart.yaml, or the name of an archive, says which chart it is. */
export interface NamedChart {
  readonly name: string;
  readonly version: string;
}

/** The chart a values file is judged against: what its own files say, never what we remember of it. */
export interface Chart extends NamedChart {
  readonly location: ChartLocation;
  /** Absent when neither templates nor version tell; rules that need it stay silent then. */
  readonly generation: Generation | undefined;
  /** The chart's own values.yaml, empty when it has none. */
  readonly defaults: ValuesDocument;
  /** Its own values.schema.json, which Helm holds the values against; absent when it has none that is JSON. */
  readonly valuesSchema?: JsonObject;
  /** What that file says of its keys. */
  readonly comments: KeyComments;
  /** Values of `inference.framework` that the templates compare against; empty when they do not tell. */
  readonly frameworks: readonly string[];
  /** Those of them whose templates were not in sight, so that nothing is known of what they read. */
  readonly unseenFrameworks?: readonly string[];
  readonly habits: ChartHabits;
  readonly faults: TemplateFaults;
  /** What its named templates ask of the values. */
  readonly conditions: NamedConditions;
  /** Which values its templates read; absent until the engine has told, or when it cannot. */
  readonly reads?: ChartReads;
}

/** What the templates do with every values file, where versions of the chart differ. */
export interface ChartHabits {
  /** Pods get no variables for the Services of their namespace. */
  readonly disablesServiceLinks: boolean;
  /** A number of modelParameters is printed as Helm holds it, as a float: 1048576 becomes 1.048576e+06. */
  readonly printsNumbersAsFloats: boolean;
  /** A parameter becomes `--flag value` whatever its value, so that a switch gets one too. */
  readonly givesSwitchesValues: boolean;
  /** Ray workers on GPUs get the image tag with `-gpu` added. */
  readonly addsGpuToTag: boolean;
  /** Each item of modelServer.extraArgs is an argument of its own, with no shell between. */
  readonly passesExtraArgsWhole: boolean;
  /** rayOptions.engineKwargs become arguments of vLLM's engine under Ray on GPUs. */
  readonly passesEngineKwargs: boolean;
  /** What the chart's script makes of modelParameters that become environment variables; absent when no script or not all of it is in sight. */
  readonly script?: ScriptHabits;
}

export interface ScriptHabits {
  /** Environment variables that it asks for. */
  readonly variables: ReadonlySet<string>;
  /** Arguments that it hands to vLLM's engine, in snake case. */
  readonly engineArguments: ReadonlySet<string>;
  /** Of the variables, the ones that are true whatever text they hold. */
  readonly truthy: ReadonlySet<string>;
}

export interface ChartLocation {
  /** Absolute path of the chart's folder or archive. Absent: only its published facts are known, none of its files. */
  readonly directory?: string;
  readonly chosenBy: ChartChoice;
}

/** Why this chart: the status bar and `check --format json` say it. */
export type ChartChoice = 'modeline' | 'setting' | 'nearby' | 'helm-cache' | 'known' | 'box';

/** The files of a chart that decide how values are judged, as text. Paths are relative, with `/`. */
export interface ChartTexts {
  readonly chartYaml: string;
  readonly valuesYaml: string;
  /** The text of its values.schema.json. */
  readonly valuesSchema?: string;
  readonly templates: ReadonlyMap<string, string>;
  /** Scripts of the chart outside of its templates. */
  readonly scripts?: ReadonlyMap<string, string>;
}
