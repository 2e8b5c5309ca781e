/** The part of the user's settings that the server reads, for one workspace folder. */
export interface Settings {
  /** Absolute or relative to the workspace folder. */
  readonly chart?: string;
  readonly release?: string;
  readonly namespace?: string;
  readonly kubeconfig?: string;
}

export const section = 'inferenceCharts';

/** Takes whatever the client sends; what has not the type we expect counts as not set. */
export function readSettings(sent: unknown): Settings {
  const text = (key: string) => {
    const value: unknown =
      typeof sent === 'object' && sent !== null
        ? (sent as Readonly<Record<string, unknown>>)[key]
        : undefined;
    return typeof value === 'string' && value.trim() !== '' ? { [key]: value.trim() } : {};
  };
  return { ...text('chart'), ...text('release'), ...text('namespace'), ...text('kubeconfig') };
}
