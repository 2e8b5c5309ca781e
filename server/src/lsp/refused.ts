import type { ConnectFailure } from '../deploy/cluster/connect-failure.ts';
import type { Refusal } from '../deploy/cluster/refusal.ts';
import type { Target } from '../deploy/cluster/target.ts';
import { commandLineOf, idOf } from '../deploy/safety/exec-plugins.ts';
import { sayConnectFailure, sayRefusal } from '../deploy/sentences.ts';
import type { ClusterRefused } from '../protocol.ts';

/** There is no connection; where a sign-in command must be allowed first, it is told whole. */
export function notConnected(failure: ConnectFailure): ClusterRefused {
  return {
    kind: 'cluster-refused',
    reason: failure.kind,
    message: sayConnectFailure(failure),
    ...(failure.kind === 'plugin-not-allowed' && {
      plugin: {
        id: idOf(failure.plugin),
        commandLine: commandLineOf(failure.plugin),
        file: failure.plugin.file,
      },
    }),
  };
}

/** The API server was asked and did not do it. */
export function refused(
  refusal: Refusal,
  target: Target,
): ClusterRefused | { readonly kind: 'cancelled' } {
  if (refusal.kind === 'cancelled') return { kind: 'cancelled' };
  const message = sayRefusal(refusal, target);
  return { kind: 'cluster-refused', reason: refusal.kind, message };
}
