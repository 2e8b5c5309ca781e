import type { RenderedDocument } from '../../chart/renderer.ts';

type Manifest = Pick<RenderedDocument, 'kind' | 'apiVersion' | 'text' | 'hook' | 'isCrd'>;

/** Whether something runs because of this object, at once or when an operator has seen it. */
export function startsSomething({ kind, apiVersion, text, hook, isCrd }: Manifest): boolean {
  if (isCrd || kind === '' || hook?.events.includes('test') === true) return false;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  if (isKubernetesOwn(group))
    return kind === 'List' ? /^\s*(?:- )?containers:/m.test(text) : podMakers.has(kind);
  // An operator's own kind may become anything, such as a model in a cache.
  return !runsNothing.test(group);
}

/** Kinds of Kubernetes itself that are pods or make some. */
const podMakers: ReadonlySet<string> = new Set([
  ...['Pod', 'ReplicationController', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet'],
  ...['Job', 'CronJob'],
]);

/** Groups of Kubernetes itself have no dot or end in k8s.io; those of its sub-projects end in x-k8s.io. */
function isKubernetesOwn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** Groups of operators that watch, route, scale, keep secrets, set rules or make nodes: what serves is elsewhere. */
const runsNothing = new RegExp(
  `(?:^|\\.)(?:${[
    ...['monitoring.coreos.com', 'grafana.com', 'grafana.integreatly.org', 'opentelemetry.io'],
    ...['istio.io', 'traefik.io', 'projectcontour.io', 'gateway.envoyproxy.io', 'konghq.com'],
    ...['elbv2.k8s.aws', 'vpcresources.k8s.aws', 'inference.networking.x-k8s.io'],
    ...['cert-manager.io', 'external-secrets.io', 'secrets-store.csi.x-k8s.io', 'bitnami.com'],
    ...['keda.sh', 'karpenter.sh', 'karpenter.k8s.aws', 'eks.amazonaws.com', 'kueue.x-k8s.io'],
    ...['cilium.io', 'projectcalico.org', 'kyverno.io', 'gatekeeper.sh'],
  ]
    .map((group) => group.replaceAll('.', '\\.'))
    .join('|')})$`,
);
