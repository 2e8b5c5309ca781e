import { defaultContextRules, type ContextRules } from '../deploy/safety/context-rules.ts';

/** The part of the user's settings that the server reads, for one workspace folder. */
export interface Settings {
  /** Absolute or relative to the workspace folder. */
  readonly chart?: string;
  readonly release?: string;
  readonly namespace?: string;
  readonly kubeconfig?: string;
}

/** Settings of the machine: asked for without a folder, so that no project's settings can answer. */
export type MachineSettings = ContextRules;

export const section = 'inferenceCharts';

/** Takes whatever the client sends; what has not the type we expect counts as not set. */
export function readSettings(sent: unknown): Settings {
  const text = (key: string) => {
    const value = fieldOf(sent, key);
    return typeof value === 'string' && value.trim() !== '' ? { [key]: value.trim() } : {};
  };
  return { ...text('chart'), ...text('release'), ...text('namespace'), ...text('kubeconfig') };
}

export function readMachineSettings(sent: unknown): MachineSettings {
  const globs = (key: keyof ContextRules): readonly string[] => {
    const value = fieldOf(sent, key);
    return Array.isArray(value)
      ? value.filter((glob) => typeof glob === 'string')
      : defaultContextRules[key];
  };
  return {
    protectedContexts: globs('protectedContexts'),
    readOnlyContexts: globs('readOnlyContexts'),
  };
}

function fieldOf(sent: unknown, key: string): unknown {
  return typeof sent === 'object' && sent !== null
    ? (sent as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
