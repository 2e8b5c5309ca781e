import type { Connection } from 'vscode-languageserver/node';
import type { Ports } from './ports.ts';
import type { Snapshots } from './snapshots.ts';
import type { Workspace } from './workspace.ts';

/** What every handler is given; lives as long as the connection. */
export interface Session {
  readonly connection: Connection;
  readonly ports: Ports;
  readonly snapshots: Snapshots;
  readonly workspace: Workspace;
}
