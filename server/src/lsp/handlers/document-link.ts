import { join } from 'node:path';
import type { DocumentLink, DocumentLinkParams } from 'vscode-languageserver/node';
import { findModeline } from '../../chart/modeline.ts';
import { isPacked } from '../../chart/packed.ts';
import { uriOf } from '../file-uri.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';

/** textDocument/documentLink: the chart, the earlier files and the model's config that the modeline names. */
export function documentLink(
  { snapshots }: Session,
  { textDocument }: DocumentLinkParams,
): DocumentLink[] | null {
  const snapshot = snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  const { document, surrounded, lines, text } = snapshot;
  const modeline = findModeline(document);
  if (modeline === undefined) return [];
  const { chart, earlier, modelConfigs = [] } = surrounded;
  const { directory, chosenBy } = chart.location;
  const named = [
    ...(directory !== undefined && chosenBy === 'modeline' && modeline.chart !== undefined
      ? [{ written: modeline.chart, target: targetOf(directory) }]
      : []),
    ...earlier.map(({ file, path }) => ({ written: file, target: path })),
    ...modelConfigs
      .filter(({ modelId }) => modelId === undefined)
      .map(({ file, path }) => ({ written: file, target: path })),
  ];
  return named.flatMap(({ written, target }) => {
    const start = text.indexOf(written, modeline.comment.span.start);
    const end = start + written.length;
    if (start < 0 || end > modeline.comment.span.end) return [];
    return [{ range: rangeOf(lines, { start, end }), target: uriOf(target) }];
  });
}

/** A folder cannot be opened, its Chart.yaml can. */
function targetOf(chart: string): string {
  return isPacked(chart) ? chart : join(chart, 'Chart.yaml');
}
