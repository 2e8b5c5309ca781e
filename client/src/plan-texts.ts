import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { PlannedObject } from '../../server/src/protocol.ts';

const scheme = 'inference-plan';

/** Read-only documents about plans: what they would change, for VS Code's own diff editor, and what became of them. */
export class PlanTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** One multi-file diff of everything the plan would write. */
  async show(planId: string, title: string, objects: readonly PlannedObject[]): Promise<void> {
    // The texts of earlier plans are of no use to anybody once a new plan is shown.
    this.#texts.clear();
    const resources = objects
      .filter((object) => object.change !== 'unchanged')
      .map((object) => {
        const live = this.#keep(planId, object, 'live', object.live);
        const next = this.#keep(planId, object, 'next', object.next);
        return [next, object.live === '' ? undefined : live, next];
      });
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }

  /** A Markdown text to read and close: nobody is asked to save it. */
  async report(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${title}.md`, query: randomUUID() });
    this.#texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    // Beside the values file in the row of tabs, not in its place.
    await vscode.window.showTextDocument(document, { preview: false });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }

  #keep(planId: string, object: PlannedObject, side: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({
      scheme,
      path: `/${object.namespace ?? 'cluster'}/${object.kind}/${object.name}.yaml`,
      query: `${planId}-${side}`,
    });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}
