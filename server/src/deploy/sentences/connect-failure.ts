import { assertNever } from '../../base/assert-never.ts';
import type { ConnectFailure } from '../cluster/connect-failure.ts';
import { commandLineOf } from '../safety/exec-plugins.ts';
import { listInWords } from './object-name.ts';

export function sayConnectFailure(failure: ConnectFailure): string {
  switch (failure.kind) {
    case 'workspace-untrusted':
      return 'Clusters are not touched from an untrusted workspace, because the kubeconfig may run a command. Trust the workspace first.';
    case 'no-kubeconfig':
      return `There is no kubeconfig: looked for ${listInWords(failure.looked)}. Set KUBECONFIG, or create one with "aws eks update-kubeconfig --name <cluster>".`;
    case 'kubeconfig-unreadable':
      return `The kubeconfig ${failure.file} cannot be read: ${failure.reason}.`;
    case 'no-current-context':
      return `The kubeconfig has no current context. Choose one of its contexts: ${listInWords(failure.contexts) || 'it has none'}.`;
    case 'context-unknown':
      return `The kubeconfig has no context ${failure.context}. It has ${listInWords(failure.contexts) || 'none'}.`;
    case 'context-incomplete':
      return failure.missing === 'server'
        ? `Cluster ${failure.name} of context ${failure.context} has no server address in the kubeconfig.`
        : `Context ${failure.context} names ${failure.missing} ${failure.name}, which the kubeconfig does not define.`;
    case 'auth-provider-retired':
      return `User ${failure.user} signs in through the auth-provider ${failure.provider}, which Kubernetes removed in 1.26. Create the kubeconfig again with the current tool of your cloud, which uses an exec plugin.`;
    case 'plugin-not-allowed':
      return `The kubeconfig ${failure.plugin.file} signs in by running a command that is not known to be harmless, so it was not run: ${commandLineOf(failure.plugin)}`;
    case 'plugin-interactive':
      return `The kubeconfig signs in through ${failure.command} with "interactiveMode: Always", which needs a terminal of its own. Use "IfAvailable" or "Never" there, or sign in another way.`;
    case 'plugin-missing': {
      const hint = failure.hint?.trim() ?? installHints[failure.command];
      const lookedFor = `The kubeconfig signs in through ${failure.command}, which was not found on the PATH.`;
      return hint === undefined ? lookedFor : `${lookedFor} ${hint}`;
    }
    case 'plugin-failed':
      return `${failure.command} could not sign in: ${failure.output.trim() || 'it printed nothing'}`;
    default:
      return assertNever(failure);
  }
}

/** For those that the clouds' own kubeconfigs name without a hint. */
const installHints: Readonly<Record<string, string>> = {
  aws: 'Install the AWS CLI, version 2.',
  'aws-iam-authenticator':
    'Install it, or let "aws eks update-kubeconfig" write a kubeconfig that does without.',
  'gke-gcloud-auth-plugin': 'Install it with "gcloud components install gke-gcloud-auth-plugin".',
  kubelogin: 'Install it with "az aks install-cli".',
};
