import type { Forward } from '../cluster/forward.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { listAt, textAt } from '../objects/json.ts';
import type { ReleaseName } from '../release/release-store.ts';
import { choosePod, findEndpoint, type Endpoint } from './endpoint.ts';
import { readReleaseObjects } from './release-workloads.ts';

export type OpenedEndpoint =
  | {
      readonly kind: 'open';
      readonly endpoint: Endpoint;
      readonly forward: Forward;
      /** As the server names it; absent when it lists none. */
      readonly model?: string;
    }
  | { readonly kind: 'no-release' }
  | { readonly kind: 'no-service' }
  | { readonly kind: 'no-ready-pod'; readonly service: string }
  | { readonly kind: 'forward-denied' }
  | { readonly kind: 'not-connected'; readonly reason: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const listingMs = 15_000;

/** A port of this machine that leads to the release's model. Whoever gets it closes it. */
export async function openEndpoint(
  ports: Ports,
  release: ReleaseName,
  signal?: AbortSignal,
): Promise<OpenedEndpoint> {
  const { cluster } = ports;
  const found = await readReleaseObjects(ports, release, signal);
  if (!found.ok) return { kind: 'refused', refusal: found.failure };
  if (found.value === undefined) return { kind: 'no-release' };
  const { objects, workloads } = found.value;
  for (const workload of workloads) {
    const endpoint = await findEndpoint(cluster, workload, objects, signal);
    if (!endpoint.ok) return { kind: 'refused', refusal: endpoint.failure };
    if (endpoint.value !== undefined) return openTo(ports, endpoint.value, signal);
  }
  return { kind: 'no-service' };
}

async function openTo(
  { cluster }: Ports,
  endpoint: Endpoint,
  signal?: AbortSignal,
): Promise<OpenedEndpoint> {
  const choose = choosePod(cluster, endpoint);
  if ((await choose()) === undefined) return { kind: 'no-ready-pod', service: endpoint.service };
  const forward = await cluster.forward(choose);
  const request = { method: 'GET', path: '/v1/models', timeoutMs: listingMs } as const;
  const listed = await forward.request(request, signal);
  if (listed.kind === 'forward-denied' || listed.kind === 'not-connected') {
    await forward.close();
    return listed;
  }
  const body = listed.kind === 'answered' ? listed.body : undefined;
  const model = textAt(listAt(body, 'data')[0], 'id');
  return { kind: 'open', endpoint, forward, ...(model !== undefined && { model }) };
}
