import { assertNever } from '../../base/assert-never.ts';
import type { ConnectFailure } from '../cluster/connect-failure.ts';
import { listInWords } from './object-name.ts';

export function sayConnectFailure(failure: ConnectFailure): string {
  switch (failure.kind) {
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
    case 'plugin-missing': {
      const hint = failure.hint === undefined ? '' : ` ${failure.hint.trim()}`;
      return `The kubeconfig signs in through ${failure.command}, which was not found on the PATH.${hint}`;
    }
    case 'plugin-failed':
      return `${failure.command} could not sign in: ${failure.output.trim() || 'it printed nothing'}`;
    default:
      return assertNever(failure);
  }
}
