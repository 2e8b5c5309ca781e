import type { Command } from '../session.ts';
import { activeValuesDocument } from './active-document.ts';

export const showMemoryFit: Command = {
  id: 'inferenceCharts.showMemoryFit',
  run: async (session, argument) => {
    const document = await activeValuesDocument(argument);
    if (document !== undefined) session.memoryFit.show(document.uri);
  },
};
