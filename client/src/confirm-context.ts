import * as vscode from 'vscode';
import type { PlanAnswer } from '../../server/src/protocol.ts';

export type Plan = Extract<PlanAnswer, { kind: 'planned' }>;

/** What the user typed, for the server to compare. */
export interface Confirmation {
  readonly confirmedContext?: string;
}

/** The server says whether the name must be typed, and compares it again when it is asked to write. */
export async function confirmContext({
  context,
  protection,
}: Pick<Plan['target'], 'context' | 'protection'>): Promise<Confirmation | undefined> {
  if (protection !== 'protected') return {};
  const typed = await vscode.window.showInputBox({
    title: 'Protected context',
    prompt: `Type ${context} to go on.`,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === context ? undefined : `Type the name of the context: ${context}`,
  });
  return typed === undefined ? undefined : { confirmedContext: typed };
}
