import type { Request } from './request.ts';

/** Whose words a values file has, by the releases of the chart. */
type Generation = '0.1' | '0.2';

/** A preset as it is listed for "New Inference Values from Preset". */
export interface PresetInfo {
  readonly id: string;
  /** Whose words its text has: those of the chart at hand, or others where only these serve it. */
  readonly generation: Generation;
  readonly fileName: string;
  readonly title: string;
  readonly description: string;
  readonly hardware: string;
  readonly accelerator: string;
  readonly framework: string;
  readonly model: string;
  /** Framework and accelerator, as a heading: presets of a group stand together. */
  readonly group: string;
  /** Model, how its weights are stored, length of the context. */
  readonly summary: string;
}

export interface PresetsParams {
  /** URI of the document whose chart the new file is for; else the chart of the first open folder. */
  readonly near?: string;
}

export const presetsRequest: Request<PresetsParams | null, readonly PresetInfo[]> = {
  method: 'inference/presets',
};

export interface PresetTextParams {
  readonly id: string;
  /** As the list has it; 0.1 when absent. */
  readonly generation?: Generation;
}

export const presetTextRequest: Request<PresetTextParams, { readonly text: string } | null> = {
  method: 'inference/presetText',
};
