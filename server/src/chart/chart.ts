import type { ValuesDocument } from '../syntax/parse.ts';

/** The two published families of the chart's values: `rayVllm` and environment variables, or `ray-vllm` and flags. */
export type Generation = '0.1' | '0.2';

/** The chart a values file is judged against: what its own files say, never what we remember of it. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly location: ChartLocation;
  /** Absent when neither templates nor version tell; rules that need it stay silent then. */
  readonly generation: Generation | undefined;
  /** The chart's own values.yaml, empty when it has none. */
  readonly defaults: ValuesDocument;
  /** Values of `inference.framework` that the templates compare against; empty when they do not tell. */
  readonly frameworks: readonly string[];
  readonly habits: ChartHabits;
}

/** What the templates do with every values file, where versions of the chart differ. */
export interface ChartHabits {
  /** Pods get no variables for the Services of their namespace. */
  readonly disablesServiceLinks: boolean;
  /** A number of modelParameters is printed as Helm holds it, as a float: 1048576 becomes 1.048576e+06. */
  readonly printsNumbersAsFloats: boolean;
}

export interface ChartLocation {
  /** Absolute path of the chart's folder. */
  readonly directory: string;
  readonly chosenBy: ChartChoice;
}

/** Why this chart: the status bar and `check --format json` say it. */
export type ChartChoice = 'modeline' | 'setting' | 'nearby' | 'box';

/** The files of a chart that decide how values are judged, as text. Paths are relative, with `/`. */
export interface ChartTexts {
  readonly chartYaml: string;
  readonly valuesYaml: string;
  readonly templates: ReadonlyMap<string, string>;
}
