import * as vscode from 'vscode';
import type { PlannedObject } from '../../server/src/protocol.ts';
import { confirmContext, type Confirmation, type Plan } from './confirm-context.ts';
import type { Session } from './session.ts';
import { storeToken } from './store-token.ts';

/**
 * Shows what would be written and to where, and asks once. Problems that block end here. A
 * protected context wants its name typed.
 */
export async function confirmPlan(
  session: Session,
  plan: Plan,
  action = plan.isInstall ? 'Deploy' : 'Upgrade',
): Promise<Confirmation | 'again' | undefined> {
  const blocking = plan.problems.filter(({ severity }) => severity === 'block');
  const review = 'Review Changes';
  const offers = [review, ...(plan.tokenSecret === undefined ? [] : [createToken])];
  if (blocking.length > 0) {
    const choice = await vscode.window.showErrorMessage(
      `${plan.target.release} cannot be deployed to ${plan.target.context}.`,
      { modal: true, detail: blocking.map(({ message }) => message).join('\n\n') },
      ...offers,
    );
    if (choice === review) await showChanges(session, plan);
    if (choice === createToken) return withToken(session, plan);
    return undefined;
  }
  const preposition = action === 'Roll Back' ? 'on' : 'to';
  for (;;) {
    const choice = await vscode.window.showWarningMessage(
      `${action} ${plan.target.release} ${preposition} ${plan.target.context}?`,
      { modal: true, detail: detailOf(plan) },
      action,
      ...offers,
    );
    if (choice === action) return confirmContext(plan.target);
    if (choice === createToken) return withToken(session, plan);
    if (choice !== review) return undefined;
    await showChanges(session, plan);
    const proceed = 'Continue…';
    const next = await vscode.window.showInformationMessage(
      `Plan for ${plan.target.release} on ${plan.target.context}: nothing is written yet.`,
      proceed,
      'Discard',
    );
    if (next !== proceed) return undefined;
  }
}

const createToken = 'Create Token Secret…';

/** With the token in place the plan is another one; without it the user is asked again about this one. */
async function withToken(session: Session, plan: Plan): Promise<'again' | undefined> {
  if (plan.tokenSecret === undefined) return undefined;
  await storeToken(session, plan, plan.tokenSecret);
  return 'again';
}

/** What is confirmed is what is applied, so the dialog names all of it. */
function detailOf({ target, objects, problems, checks, checked, readyWithin }: Plan): string {
  const remarks = problems.filter(({ severity }) => severity !== 'block');
  const unknown = checks.flatMap(({ notChecked }) => notChecked ?? []);
  return [
    `Context: ${target.context}`,
    `Server: ${target.server}`,
    `Namespace: ${target.namespace}`,
    `Release: ${target.release}`,
    `User: ${target.user}`,
    '',
    countsOf(objects),
    ...(readyWithin === undefined ? [] : [readyWithin]),
    ...(remarks.length > 0 ? ['', ...remarks.map(({ message }) => `• ${message}`)] : []),
    '',
    ...unknown,
    checked,
  ].join('\n');
}

const changes: readonly (readonly [PlannedObject['change'], string])[] = [
  ['create', 'to create'],
  ['change', 'to change'],
  ['delete', 'to delete'],
  ['unchanged', 'unchanged'],
  ['not-checkable', 'to create, not checkable yet'],
];

function countsOf(objects: readonly PlannedObject[]): string {
  return changes
    .map(([change, words]) => [objects.filter((o) => o.change === change).length, words] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${String(count)} ${words}`)
    .join(', ');
}

/** What the plan would write, in VS Code's own diff editor. */
export async function showChanges(session: Session, plan: Plan): Promise<void> {
  const { release, context } = plan.target;
  await session.planTexts.show(plan.id, `${release} on ${context}`, plan.objects);
}
