import * as vscode from 'vscode';
import { languageId } from '../../../server/src/protocol.ts';
import { adoptDocument, releaseDocument } from '../language-mode.ts';
import type { Command } from '../session.ts';

export const notInferenceFile: Command = {
  id: 'inferenceCharts.notInferenceFile',
  run: async (session) => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === languageId) await releaseDocument(session, document);
  },
};

export const isInferenceFile: Command = {
  id: 'inferenceCharts.isInferenceFile',
  run: async (session) => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === 'yaml') await adoptDocument(session, document);
  },
};
