import type { Cause } from './cause.ts';

/**
 * Keys of the values file that decide a cause, most likely first, as "Explain vLLM Log" names them.
 * Empty when the file has no say in it.
 */
export function decidingKeys(cause: Cause): readonly string[] {
  switch (cause.kind) {
    case 'quota-exceeded':
      return cause.quota === undefined
        ? []
        : [cause.quota.resource.replace(/^(?:requests|limits)\./, '')];
    case 'insufficient-resource':
      return [cause.resource, 'instanceType', 'replicas'];
    case 'no-capacity':
    case 'no-matching-node':
      return ['instanceType', 'nodeSelector', 'topologySpreadConstraints'];
    case 'untolerated-taint':
      return ['tolerations', 'instanceType'];
    case 'secret-not-found':
      return ['hf-token'];
    case 'image-not-pulled':
      return ['tag', 'repository', 'imagePullSecrets'];
    case 'out-of-memory':
      return ['memory'];
    case 'startup-probe-failed':
      return cause.explained?.keys ?? ['startupBudgetSeconds'];
    case 'crash-loop':
    case 'serve-failed':
    case 'serve-unhealthy':
      return cause.explained?.keys ?? [];
    case 'volume-not-bound':
    case 'node-coming':
    case 'node-lost':
    case 'container-config':
    case 'image-coming':
    case 'loading':
    case 'pods-refused':
    case 'spec-refused':
    case 'gave-up':
    case 'suspended':
    case 'operator-silent':
    case 'waits-for-deletion':
      return [];
  }
}
