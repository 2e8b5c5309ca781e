import type { Command } from '../session.ts';
import { activeValuesDocument } from './active-document.ts';

export const previewManifests: Command = {
  id: 'inferenceCharts.previewManifests',
  run: async (session, argument) => {
    const document = await activeValuesDocument(argument);
    if (document !== undefined) await session.preview.open(document.uri);
  },
};
