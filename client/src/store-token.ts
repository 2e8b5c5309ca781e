import * as vscode from 'vscode';
import { Trace } from 'vscode-languageclient/node';
import { createTokenSecretRequest, type TokenSecret } from '../../server/src/protocol.ts';
import { confirmContext, type Plan } from './confirm-context.ts';
import { ask } from './language-client.ts';
import type { Session } from './session.ts';

/**
 * Asks for a Hugging Face token and has it written into the Secret that the pods look for. It is kept
 * nowhere: not in a setting, not in the file, and not in a trace of the messages to the server.
 */
export async function storeToken(
  session: Session,
  plan: Plan,
  { namespace, name, key }: TokenSecret,
): Promise<'stored' | 'not-stored'> {
  const token = await vscode.window.showInputBox({
    title: 'Create Hugging Face Token Secret',
    prompt: `The token goes into Secret ${name} (key ${key}) of namespace ${namespace} on ${plan.target.context}, and nowhere else.`,
    placeHolder: 'hf_…',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Type or paste the token.' : undefined),
  });
  if (token === undefined) return 'not-stored';
  const confirmation = await confirmContext(plan.target);
  if (confirmation === undefined) return 'not-stored';
  const { client } = session;
  const answer = await untraced(session, () =>
    ask(client, createTokenSecretRequest, { planId: plan.id, token, ...confirmation }),
  );
  if (answer.kind === 'created') {
    void vscode.window.showInformationMessage(answer.message, 'OK');
    return 'stored';
  }
  await vscode.window.showErrorMessage(answer.message, 'OK');
  return 'not-stored';
}

/** Whoever traces the messages between editor and server must not find a token among them. */
async function untraced<Answer>({ client }: Session, send: () => Promise<Answer>): Promise<Answer> {
  await client.setTrace(Trace.Off);
  try {
    return await send();
  } finally {
    const wanted = vscode.workspace.getConfiguration('inferenceCharts').get('trace.server', 'off');
    await client.setTrace(Trace.fromString(wanted));
  }
}
