import { createHash } from 'node:crypto';
import { withoutSecrets } from './redact.ts';

/** A command that a kubeconfig wants run to sign in. To run it is to run a program that a file chose. */
export interface ExecPlugin {
  /** As the kubeconfig has it; a path is absolute. */
  readonly command: string;
  readonly args: readonly string[];
  /** Variables that the kubeconfig sets for it. */
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** The kubeconfig that names it. */
  readonly file: string;
}

/** The decision of the user, or of the list below when they were not asked. */
export type MayRun = (plugin: ExecPlugin) => boolean;

/**
 * Programs whose job is to sign in to a cloud, looked up on the PATH. A path to one is another matter: it
 * may be any file of that name.
 */
const knownCommands: ReadonlySet<string> = new Set([
  'aws',
  'aws-iam-authenticator',
  'az',
  'doctl',
  'gcloud',
  'gke-gcloud-auth-plugin',
  'ibmcloud',
  'kubelogin',
  'oci',
  'tsh',
]);

/** Variables that choose an account or a region. Others can make a known program run an unknown one: PATH, AWS_CONFIG_FILE. */
const harmlessVariables: ReadonlySet<string> = new Set([
  'AAD_LOGIN_METHOD',
  'AWS_DEFAULT_PROFILE',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_SDK_LOAD_CONFIG',
  'AWS_STS_REGIONAL_ENDPOINTS',
  'AZURE_CLIENT_ID',
  'AZURE_TENANT_ID',
  'CLOUDSDK_ACTIVE_CONFIG_NAME',
  'CLOUDSDK_CORE_ACCOUNT',
  'CLOUDSDK_CORE_PROJECT',
  'USE_GKE_GCLOUD_AUTH_PLUGIN',
]);

export function isKnownPlugin({ command, env }: ExecPlugin): boolean {
  return (
    knownCommands.has(command.replace(/\.exe$/i, '')) &&
    env.every(({ name }) => harmlessVariables.has(name))
  );
}

/** Changes with anything that changes what is run. */
export function idOf({ command, args, env, file }: ExecPlugin): string {
  const variables = env.map(({ name, value }) => [name, value]);
  return createHash('sha256')
    .update(JSON.stringify([command, args, variables, file]))
    .digest('hex');
}

/** The whole command line as a shell would be given it, for the user to judge. */
export function commandLineOf({ command, args, env }: ExecPlugin): string {
  const variables = env.map(({ name, value }) =>
    /token|key|secret|password/i.test(name) ? `${name}=(masked)` : `${name}=${quoted(value)}`,
  );
  return withoutSecrets([...variables, quoted(command), ...args.map(quoted)].join(' '));
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
