import type { Ports } from '../deploy/cluster/ports.ts';

/** Plans that may still be applied. Older ones are closed: whoever confirms has the newest before them. */
const maxPlans = 8;

export async function keepPlan<Prepared extends { readonly ports: Pick<Ports, 'cluster'> }>(
  plans: Map<string, Prepared>,
  id: string,
  prepared: Prepared,
): Promise<void> {
  plans.set(id, prepared);
  for (const [older, { ports }] of plans) {
    if (plans.size <= maxPlans) return;
    plans.delete(older);
    await ports.cluster.close();
  }
}
