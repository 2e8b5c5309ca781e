import type { ClientCapabilities, Connection } from 'vscode-languageserver/node';
import type { PreparedPlan } from '../deploy/plan/prepare-plan.ts';
import type { ChartArrivals } from './chart-arrivals.ts';
import type { ClusterAccess } from './cluster-access.ts';
import type { Connections } from './connections.ts';
import type { PreparedUninstall } from './kept-plans.ts';
import type { Guard } from './guard.ts';
import type { Ports } from './ports.ts';
import type { Provenances } from './provenance.ts';
import type { Renderings } from './renderings.ts';
import type { Snapshots } from './snapshots.ts';
import type { Workspace } from './workspace.ts';

/** What every handler is given; lives as long as the connection. */
export interface Session {
  readonly connection: Connection;
  readonly ports: Ports;
  readonly snapshots: Snapshots;
  readonly workspace: Workspace;
  readonly renderings: Renderings;
  readonly provenances: Provenances;
  readonly arrivals: ChartArrivals;
  /** What the editor can do. */
  readonly capabilities: ClientCapabilities;
  /** The editor is VS Code with our extension, whose commands we may name. */
  readonly isOurExtension: boolean;
  readonly guard: Guard;
  readonly access: ClusterAccess;
  /** By id: plans that were shown and not applied yet. */
  readonly plans: Map<string, PreparedPlan>;
  /** By id: plans to uninstall that were shown and not carried out yet. */
  readonly uninstalls: Map<string, PreparedUninstall>;
  /** Kept open for views that look again and again. */
  readonly connections: Connections;
  /** By id: how to close the ways to models that are open. */
  readonly endpoints: Map<string, () => Promise<void>>;
}
