import { defaultContextRules, type ContextRules } from '../deploy/safety/context-rules.ts';

/** The part of the user's settings that the server reads, for one workspace folder. */
export interface Settings {
  /** Absolute or relative to the workspace folder. */
  readonly chart?: string;
  readonly release?: string;
  readonly namespace?: string;
  /** Model id to config.json or folder, absolute or relative to the workspace folder. */
  readonly modelConfigs?: Readonly<Record<string, string>>;
}

/** Settings of the machine: asked for without a folder, so that no project's settings can answer. */
export interface MachineSettings extends ContextRules {
  readonly kubeconfig?: string;
  /** Where charts are fetched from. */
  readonly chartRepository?: string;
  /** Folders in which commands of the kubeconfig are looked for before the PATH. */
  readonly execPath?: string;
}

export const section = 'inferenceCharts';

/** Takes whatever the client sends; what has not the type we expect counts as not set. */
export function readSettings(sent: unknown): Settings {
  return {
    ...textIn(sent, 'chart'),
    ...textIn(sent, 'release'),
    ...textIn(sent, 'namespace'),
    modelConfigs: textsIn(fieldOf(sent, 'modelConfigs')),
  };
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
    ...textIn(sent, 'kubeconfig'),
    ...textIn(sent, 'execPath'),
    ...textIn(sent, 'chartRepository'),
  };
}

function textIn(sent: unknown, key: string): Readonly<Record<string, string>> {
  const value = fieldOf(sent, key);
  return typeof value === 'string' && value.trim() !== '' ? { [key]: value.trim() } : {};
}

function textsIn(sent: unknown): Readonly<Record<string, string>> {
  if (typeof sent !== 'object' || sent === null) return {};
  return Object.fromEntries(
    Object.entries(sent).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' && value.trim() !== '' ? [[key.trim(), value.trim()]] : [],
    ),
  );
}

function fieldOf(sent: unknown, key: string): unknown {
  return typeof sent === 'object' && sent !== null
    ? (sent as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
