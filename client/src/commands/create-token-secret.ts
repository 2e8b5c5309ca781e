import * as vscode from 'vscode';
import { storeToken } from '../store-token.ts';
import type { Command } from '../session.ts';
import { tellNoPlan } from '../tell-outcome.ts';
import { isTrusted } from '../workspace-trust.ts';
import { activeValuesDocument } from './active-document.ts';
import { planWithProgress } from './deploy.ts';

/** Stores the Hugging Face token that the pods of the open file would look for and not find. */
export const createTokenSecret: Command = {
  id: 'inferenceCharts.createTokenSecret',
  run: async (session, argument) => {
    if (!(await isTrusted())) return;
    const document = await activeValuesDocument(argument);
    if (document === undefined) return;
    for (;;) {
      const plan = await planWithProgress(session, document.uri);
      if (plan.kind !== 'planned') {
        if ((await tellNoPlan(session, document.uri, plan)) === 'again') continue;
        return;
      }
      if (plan.tokenSecret !== undefined) {
        await storeToken(session, plan, plan.tokenSecret);
        return;
      }
      void vscode.window.showInformationMessage(
        `Nothing to create on ${plan.target.context}: the pods ask for no Hugging Face token, or find it.`,
        'OK',
      );
      return;
    }
  },
};
