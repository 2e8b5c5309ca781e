import * as vscode from 'vscode';
import type {
  ReleaseState,
  ReleaseSummary,
  RevisionSummary,
  WorkloadSummary,
} from '../../../server/src/protocol.ts';
import type { ReleaseNode } from './release-node.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function treeItemOf(node: ReleaseNode): vscode.TreeItem {
  const item = itemOf(node);
  item.contextValue = node.kind;
  return item;
}

function itemOf(node: ReleaseNode): vscode.TreeItem {
  switch (node.kind) {
    case 'release': {
      const { release } = node;
      const item = new vscode.TreeItem(release.release, Collapsed);
      const { context, namespace } = node.target;
      item.id = [context, namespace, release.release].join('/');
      item.description = describe(release);
      item.iconPath = stateIcon(release.state);
      item.tooltip = tooltipOf(release, node.server, context);
      return item;
    }
    case 'workload': {
      const { workload } = node;
      const item = new vscode.TreeItem(`${workload.kind} ${workload.name}`, Expanded);
      item.description = workload.message;
      item.iconPath = stateIcon(workload.state);
      item.tooltip = tooltipOfWorkload(workload);
      return item;
    }
    case 'pod': {
      const { name, status, isReady, restarts, node: machine } = node.pod;
      const item = new vscode.TreeItem(name, node.causes.length > 0 ? Expanded : None);
      const restarted = restarts === 0 ? '' : `, ${restarts} restarts`;
      item.description = `${status}${isReady ? '' : ', not ready'}${restarted}`;
      item.iconPath = isReady
        ? icon('pass', 'testing.iconPassed')
        : icon('circle-outline', 'list.warningForeground');
      item.tooltip = machine === undefined ? 'It has no node yet.' : `On node ${machine}`;
      return item;
    }
    case 'way-out': {
      const item = new vscode.TreeItem(node.label, None);
      item.iconPath = new vscode.ThemeIcon(node.icon);
      const { label: title, command } = node;
      item.command = { title, command, arguments: [...(node.arguments ?? [])] };
      return item;
    }
    case 'cause': {
      const item = new vscode.TreeItem(node.message, None);
      item.iconPath = icon('warning', 'list.warningForeground');
      item.tooltip = node.message;
      return item;
    }
    case 'history': {
      const item = new vscode.TreeItem('Revisions', Collapsed);
      item.iconPath = new vscode.ThemeIcon('history');
      return item;
    }
    case 'revision': {
      const { revision, status, description } = node.revision;
      const item = new vscode.TreeItem(`${revision}: ${status}`, None);
      item.description = [when(node.revision), description].filter(Boolean).join(' · ');
      item.iconPath = new vscode.ThemeIcon(status === 'deployed' ? 'circle-filled' : 'circle');
      item.tooltip = node.revision.chart;
      return item;
    }
  }
}

export function when({ updated }: Pick<RevisionSummary, 'updated'>): string {
  return updated === undefined ? '' : new Date(updated).toLocaleString();
}

/** `serving · 1/1 · 1 nvidia.com/gpu · models`: what counts first, because a narrow view cuts the end. */
function describe({ namespace, state, replicas, devices }: ReleaseSummary): string {
  return [
    state,
    `${replicas.ready}/${replicas.wanted}`,
    ...devices.map(({ resource, count }) => `${count} ${resource}`),
    namespace,
  ].join(' · ');
}

function tooltipOf(
  release: ReleaseSummary,
  server: string,
  context: string,
): vscode.MarkdownString {
  const { replicas, devices } = release;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Model', release.model],
    ['Accelerator', release.accelerator],
    ['Devices', devices.map(({ resource, count }) => `${count} ${resource}`).join(', ')],
    ['Replicas', `${replicas.ready} of ${replicas.wanted} ready`],
    ['Revision', `${release.revision}, ${release.status}`],
    ['Deployed', when(release)],
    ['Chart', release.chart],
    ['Context', context],
    // A row of its own: a bracket after the address would be taken for a part of its link.
    ['Server', server],
  ];
  const text = new vscode.MarkdownString();
  text.appendText(`${release.message}\n`);
  for (const [name, value] of rows) {
    if (value === undefined || value === '') continue;
    text.appendMarkdown(`\n- ${name}: `);
    text.appendText(value);
  }
  return text;
}

function tooltipOfWorkload({ message, replicas }: WorkloadSummary): string {
  return `${message}\n${replicas.ready} of ${replicas.wanted} replicas ready`;
}

function stateIcon(state: ReleaseState): vscode.ThemeIcon {
  switch (state) {
    case 'serving':
      return icon('pass-filled', 'testing.iconPassed');
    case 'starting':
    case 'changing':
      return icon('sync', 'charts.blue');
    case 'failing':
      return icon('error', 'list.errorForeground');
    case 'stopped':
      return icon('circle-slash', 'disabledForeground');
    case 'unknown':
      return icon('question', 'disabledForeground');
  }
}

function icon(id: string, color: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
}
