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
}

export const presetsRequest: Request<null, readonly PresetInfo[]> = { method: 'inference/presets' };

export const presetTextRequest: Request<{ readonly id: string }, { readonly text: string } | null> =
  { method: 'inference/presetText' };
