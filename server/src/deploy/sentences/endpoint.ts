import { assertNever } from '../../base/assert-never.ts';
import type { Target } from '../cluster/target.ts';
import type { ReleaseName } from '../release/release-store.ts';
import type { OpenedEndpoint } from '../serving/open-endpoint.ts';
import { sayRefusal } from './refusal.ts';

/** Why no way to the release's model was opened, and what to do. */
export function sayNotOpened(
  opened: Exclude<OpenedEndpoint, { kind: 'open' }>,
  { release, namespace }: ReleaseName,
  target: Target,
): string {
  switch (opened.kind) {
    case 'no-release':
      return `There is no release ${release} in namespace ${namespace} of context ${target.context}.`;
    case 'no-service':
      return `No Service of release ${release} leads to its pods.`;
    case 'no-ready-pod':
      return `No pod behind Service ${opened.service} is ready yet.`;
    case 'forward-denied':
      return `User ${target.user} may not forward ports in namespace ${namespace}: that needs create on pods/portforward.`;
    case 'not-connected':
      return `The port of release ${release} was forwarded, but nothing answered: ${opened.reason}.`;
    case 'refused':
      return sayRefusal(opened.refusal, target);
    default:
      return assertNever(opened);
  }
}
