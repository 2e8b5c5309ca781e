import * as vscode from 'vscode';
import { closeEndpointRequest, type EndpointAnswer } from '../../server/src/protocol.ts';
import { ask, type LanguageConnection } from './language-client.ts';

export type Endpoint = Extract<EndpointAnswer, { kind: 'open' }> & { readonly release: string };

/** The ways to models that are open, with an item in the status bar that leads to them. */
export class Endpoints implements vscode.Disposable {
  readonly #connection: Pick<LanguageConnection, 'client'>;
  readonly #open = new Map<string, Endpoint>();
  readonly #item = vscode.window.createStatusBarItem(
    'inferenceCharts.endpoints',
    vscode.StatusBarAlignment.Right,
  );

  constructor(connection: Pick<LanguageConnection, 'client'>) {
    this.#connection = connection;
    this.#item.name = 'Inference Endpoints';
    this.#item.command = 'inferenceCharts.showEndpoints';
  }

  add(endpoint: Endpoint): void {
    this.#open.set(endpoint.id, endpoint);
    this.#show();
  }

  /** What can be done with one of those that are open; the user chooses which. */
  async offer(): Promise<void> {
    const [only, ...others] = this.#open.values();
    if (only === undefined) {
      await vscode.window.showInformationMessage('No inference endpoint is open.');
      return;
    }
    const chosen = others.length === 0 ? only : await choose([only, ...others]);
    if (chosen !== undefined) await this.act(chosen);
  }

  async act(endpoint: Endpoint): Promise<void> {
    const actions = {
      '$(terminal) Copy curl': () => vscode.env.clipboard.writeText(endpoint.curl),
      '$(copy) Copy URL': () => vscode.env.clipboard.writeText(endpoint.url),
      '$(globe) Open in Browser': async () => {
        // In a remote window the port is on the other machine; VS Code leads to it.
        const uri = await vscode.env.asExternalUri(vscode.Uri.parse(`${endpoint.url}/v1/models`));
        await vscode.env.openExternal(uri);
      },
      '$(debug-stop) Stop Forwarding': () => this.#close(endpoint),
    } as const;
    const labels = Object.keys(actions) as (keyof typeof actions)[];
    const picked = await vscode.window.showQuickPick(
      labels.map((label) => ({ label })),
      { title: titleOf(endpoint) },
    );
    if (picked !== undefined) await actions[picked.label]();
  }

  dispose(): void {
    this.#item.dispose();
    this.#open.clear();
  }

  async #close({ id }: Endpoint): Promise<void> {
    this.#open.delete(id);
    this.#show();
    await ask(this.#connection.client, closeEndpointRequest, { id });
  }

  #show(): void {
    const open = [...this.#open.values()];
    this.#item.text = `$(plug) ${open.map(({ release }) => release).join(', ')}`;
    this.#item.tooltip = open.map(titleOf).join('\n');
    if (open.length === 0) this.#item.hide();
    else this.#item.show();
  }
}

async function choose(open: readonly Endpoint[]): Promise<Endpoint | undefined> {
  const items = open.map((endpoint) => ({ label: titleOf(endpoint), endpoint }));
  return (await vscode.window.showQuickPick(items, { title: 'Open inference endpoints' }))
    ?.endpoint;
}

function titleOf({ release, model, url }: Endpoint): string {
  return `${release}: ${model ?? 'no model listed'} at ${url}`;
}
