import type { Request } from './request.ts';

/** A preset as it is listed for "New Inference Values from Preset". */
export interface PresetInfo {
  readonly id: string;
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

export const presetsRequest: Request<null, readonly PresetInfo[]> = { method: 'inference/presets' };

export const presetTextRequest: Request<{ readonly id: string }, { readonly text: string } | null> =
  { method: 'inference/presetText' };
