import * as vscode from 'vscode';
import {
  releaseRequest,
  releasesRequest,
  type ReleaseDetail,
  type ReleaseTarget,
  type SignInPlugin,
} from '../../../server/src/protocol.ts';
import { ask, type LanguageConnection } from '../language-client.ts';
import type { ReleaseNode, WayOut } from './release-node.ts';
import { treeItemOf } from './tree-item.ts';

export const viewId = 'inferenceCharts.releases';

/** Often enough to see a rollout move, seldom enough to be a polite guest of the API server. */
const refreshMs = 15_000;

/** The Inference view: releases of one context with their workloads and pods, looked at anew while it is seen. */
export class ReleasesView implements vscode.TreeDataProvider<ReleaseNode>, vscode.Disposable {
  readonly #connection: Pick<LanguageConnection, 'client'>;
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #tree: vscode.TreeView<ReleaseNode>;
  readonly #disposables: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #shown: Shown | undefined;
  #looks = 0;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(connection: Pick<LanguageConnection, 'client'>, memory: vscode.Memento) {
    this.#connection = connection;
    this.#memory = memory;
    this.#tree = vscode.window.createTreeView(viewId, { treeDataProvider: this });
    this.#disposables = vscode.Disposable.from(
      this.#tree,
      this.#changed,
      this.#tree.onDidChangeVisibility(() => {
        this.refresh();
      }),
      this.#tree.onDidCollapseElement(({ element }) => {
        if (element.kind === 'release') this.#shown?.inside.delete(keyOf(element.target));
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('inferenceCharts.kubeconfig')) this.refresh();
      }),
    );
  }

  /** The context whose releases are shown; undefined for the current one of the kubeconfig. */
  get context(): string | undefined {
    return this.#memory.get<string>(contextKey);
  }

  async showContext(context: string): Promise<void> {
    await this.#memory.update(contextKey, context);
    this.refresh();
  }

  refresh(): void {
    clearTimeout(this.#timer);
    if (this.#tree.visible) void this.#lookAgain();
  }

  /**
   * Reads everything that is shown before VS Code is told to draw it anew: it forgets its items at that
   * moment, and a command on one of them would come without it until the next are there.
   */
  async #lookAgain(): Promise<void> {
    const look = ++this.#looks;
    const open = [...(this.#shown?.inside.values() ?? [])].map(({ target }) => target);
    let next: Shown | undefined;
    try {
      const [releases, ...insides] = await Promise.all([
        this.#releases(),
        ...open.map(async (target) => ({ target, nodes: await this.#inside(target) })),
      ]);
      next = { releases, inside: new Map(insides.map((one) => [keyOf(one.target), one])) };
    } catch {
      // VS Code then asks for itself, and shows what is wrong.
      next = undefined;
    }
    if (look !== this.#looks) return;
    this.#shown = next;
    this.#changed.fire(undefined);
  }

  getTreeItem(node: ReleaseNode): vscode.TreeItem {
    return treeItemOf(node);
  }

  async getChildren(node?: ReleaseNode): Promise<ReleaseNode[]> {
    switch (node?.kind) {
      case undefined:
        this.#shown ??= { releases: await this.#releases(), inside: new Map() };
        return [...this.#shown.releases];
      case 'release': {
        const known = this.#shown?.inside.get(keyOf(node.target));
        const nodes = known?.nodes ?? (await this.#inside(node.target));
        this.#shown?.inside.set(keyOf(node.target), { target: node.target, nodes });
        return [...nodes];
      }
      case 'workload':
        return podsOf(node);
      case 'pod':
        return node.causes.map((message) => ({ kind: 'cause', target: node.target, message }));
      case 'history':
        return node.revisions.map((revision, index) => {
          return { kind: 'revision', target: node.target, revision, isHead: index === 0 };
        });
      default:
        return [];
    }
  }

  /** What the tree cannot show as items is said in its place: an empty view, or a sentence above it. */
  async #releases(): Promise<ReleaseNode[]> {
    if (!vscode.workspace.isTrusted) return [];
    const { context } = this;
    const answer = await ask(this.#connection.client, releasesRequest, {
      ...(context !== undefined && { context }),
    });
    this.#timer = setTimeout(() => {
      this.refresh();
    }, refreshMs);
    if (answer.kind !== 'releases') {
      this.#tree.message = answer.kind === 'cluster-refused' ? answer.message : '';
      await showWelcome(false);
      return waysOut(answer.kind === 'cluster-refused' ? answer.plugin : undefined);
    }
    await showWelcome(answer.releases.length === 0);
    const restricted =
      answer.namespace === null ? [] : [`Only namespace ${answer.namespace} may be looked into.`];
    // Not as a description: none is shown while the view is the only one of its container. An empty
    // view has no line about the context, because a message would hide its welcome.
    const where = answer.releases.length === 0 ? [] : [`Context ${answer.context}.`];
    this.#tree.message = [...where, ...restricted].join(' ');
    return answer.releases.map((release) => ({
      kind: 'release',
      target: {
        context: answer.context,
        namespace: release.namespace,
        release: release.release,
      },
      server: answer.server,
      release,
    }));
  }

  async #inside(target: ReleaseTarget): Promise<ReleaseNode[]> {
    const answer = await ask(this.#connection.client, releaseRequest, target);
    if (answer.kind === 'cancelled') return [];
    if (answer.kind !== 'release') return [{ kind: 'cause', target, message: answer.message }];
    return insideOf(answer.release, target);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }
}

/** What the tree shows, and the insides of the releases that are open in it. */
interface Shown {
  readonly releases: readonly ReleaseNode[];
  readonly inside: Map<
    string,
    { readonly target: ReleaseTarget; readonly nodes: readonly ReleaseNode[] }
  >;
}

function keyOf({ context, namespace, release }: ReleaseTarget): string {
  return JSON.stringify([context, namespace, release]);
}

const contextKey = 'releasesContext';

function showWelcome(hasNoRelease: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', 'inferenceCharts.hasNoRelease', hasNoRelease);
}

/** Items, because a view that has something to say shows no welcome with buttons. */
function waysOut(plugin: SignInPlugin | undefined): WayOut[] {
  const again = { label: 'Try Again', icon: 'refresh', command: 'inferenceCharts.refreshReleases' };
  const signIn = {
    label: 'Look at the Sign-In Command…',
    icon: 'key',
    command: 'inferenceCharts.allowSignIn',
    arguments: [plugin],
  };
  const settings = 'workbench.action.openSettings';
  return [
    plugin === undefined ? again : signIn,
    { label: 'Choose Context…', icon: 'server', command: 'inferenceCharts.chooseContext' },
    {
      ...{ label: 'Choose Kubeconfig…', icon: 'gear', command: settings },
      arguments: ['inferenceCharts.kubeconfig'],
    },
  ].map((way) => ({ kind: 'way-out', ...way }));
}

function insideOf(release: ReleaseDetail, target: ReleaseTarget): ReleaseNode[] {
  return [
    ...release.workloads.map((workload) => ({ kind: 'workload', target, workload }) as const),
    { kind: 'history', target, revisions: release.revisions },
  ];
}

/** What is about the workload as a whole comes before its pods. */
function podsOf({ target, workload }: Extract<ReleaseNode, { kind: 'workload' }>): ReleaseNode[] {
  const { causes, pods } = workload;
  const names = new Set(pods.map(({ name }) => name));
  return [
    ...causes
      .filter(({ pod }) => pod === undefined || !names.has(pod))
      .map(({ message }) => ({ kind: 'cause', target, message }) as const),
    ...pods.map((pod) => {
      const own = causes.filter((cause) => cause.pod === pod.name).map(({ message }) => message);
      return { kind: 'pod', target, pod, causes: own } as const;
    }),
  ];
}
