import type { Result } from '../base/result.ts';

/** A config.json that the user says is the one of the served model. */
export interface ModelConfigFile {
  /** As the user wrote it. */
  readonly file: string;
  /** Absolute; of the config.json itself where a folder was named that has one. */
  readonly path: string;
  /** The model that a setting names it for. A modeline's is for the model of its file. */
  readonly modelId?: string;
  /** The failure is the end of "… cannot be read: ". */
  readonly text: Result<string, string>;
}
