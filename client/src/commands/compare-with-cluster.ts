import * as vscode from 'vscode';
import { showChanges } from '../confirm-plan.ts';
import type { Command } from '../session.ts';
import { tellNoPlan } from '../tell-outcome.ts';
import { activeValuesDocument } from './active-document.ts';
import { isTrusted, planWithProgress } from './deploy.ts';

/** The live objects beside what the file renders, as a deployment would change them. Writes nothing. */
export const compareWithCluster: Command = {
  id: 'inferenceCharts.compareWithCluster',
  run: async (session, argument) => {
    if (!(await isTrusted())) return;
    const document = await activeValuesDocument(argument);
    if (document === undefined) return;
    let plan = await planWithProgress(session, document.uri);
    while (plan.kind !== 'planned') {
      if ((await tellNoPlan(session, document.uri, plan)) === 'done') return;
      plan = await planWithProgress(session, document.uri);
    }
    if (plan.objects.some(({ change }) => change !== 'unchanged')) {
      await showChanges(session, plan);
      return;
    }
    await vscode.window.showInformationMessage(
      `${plan.target.context} runs what this file renders: nothing would change.`,
      'OK',
    );
  },
};
