import * as vscode from 'vscode';
import type { PlanAnswer, ReleaseTarget } from '../../../server/src/protocol.ts';
import { showChanges } from '../confirm-plan.ts';
import { pickValuesFile } from '../releases/pick-values-file.ts';
import { isReleaseNode } from '../releases/release-node.ts';
import type { Command, Session } from '../session.ts';
import { tellNoPlan } from '../tell-outcome.ts';
import { isTrusted } from '../workspace-trust.ts';
import { activeValuesDocument } from './active-document.ts';
import { planWithProgress } from './deploy.ts';

/**
 * The live objects beside what the file renders, as a deployment would change them. Writes nothing.
 * Called on a release of the Inference view, a file is asked for and compared with that release,
 * wherever the file itself would go.
 */
export const compareWithCluster: Command = {
  id: 'inferenceCharts.compareWithCluster',
  run: async (session, argument) => {
    if (!(await isTrusted())) return;
    if (isReleaseNode(argument)) {
      const chosen = await pickValuesFile(session, argument.target);
      if (chosen !== undefined) await compare(session, chosen, argument.target);
      return;
    }
    const document = await activeValuesDocument(argument);
    if (document !== undefined) await compare(session, document);
  },
};

async function compare(
  session: Session,
  { uri }: vscode.TextDocument,
  target?: ReleaseTarget,
): Promise<void> {
  let plan: PlanAnswer = await planWithProgress(session, uri, target);
  while (plan.kind !== 'planned') {
    if ((await tellNoPlan(session, uri, plan)) === 'done') return;
    plan = await planWithProgress(session, uri, target);
  }
  if (plan.objects.some(({ change }) => change !== 'unchanged')) {
    await showChanges(session, plan);
    return;
  }
  await vscode.window.showInformationMessage(
    `${plan.target.context} runs what this file renders: nothing would change.`,
    'OK',
  );
}
