import type { Ports } from '../deploy/cluster/ports.ts';
import type { WriteGuard } from '../deploy/safety/write-guard.ts';
import type { UninstallPlan } from '../deploy/uninstall/plan-uninstall.ts';

/** A plan to uninstall with the connection that it was made over and, once the guard permits it, carried out over. */
export interface PreparedUninstall {
  readonly plan: UninstallPlan;
  readonly ports: Ports;
  readonly guard: WriteGuard;
}

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
