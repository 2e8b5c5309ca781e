import { resolve } from 'node:path';
import type { ConnectFailure } from '../deploy/cluster/connect-failure.ts';
import {
  commandLineOf,
  isKnownPlugin,
  type ExecPlugin,
  type MayRun,
} from '../deploy/safety/exec-plugins.ts';
import { sayConnectFailure } from '../deploy/sentences.ts';
import type { Ports } from './ports.ts';

/** Known commands of the kubeconfig may be run, and those allowed by the name that it has for them, or by their path. */
export function mayRunAlso(allowed: readonly string[]): MayRun {
  return (plugin) =>
    isKnownPlugin(plugin) ||
    allowed.some((name) => name === plugin.command || resolve(name) === plugin.command);
}

/** Asks whoever sits there about the command that stands in the way; its name when it may be run. */
export async function askToRun(
  failure: ConnectFailure,
  { output }: Pick<Ports, 'output'>,
): Promise<string | undefined> {
  if (failure.kind !== 'plugin-not-allowed') return undefined;
  const { plugin } = failure;
  const answer = await output.ask(
    `The kubeconfig ${plugin.file} signs in by running: ${commandLineOf(plugin)}\nRun it? Type yes: `,
  );
  return answer?.trim().toLowerCase() === 'yes' ? plugin.command : undefined;
}

/** The sentence, with the flag that would have helped. */
export function sayNotConnected(failure: ConnectFailure): string {
  const cure = (plugin: ExecPlugin): string =>
    `. If you know it, give --allow-exec ${plugin.command}`;
  const said = sayConnectFailure(failure);
  return failure.kind === 'plugin-not-allowed' ? `${said}${cure(failure.plugin)}` : said;
}
