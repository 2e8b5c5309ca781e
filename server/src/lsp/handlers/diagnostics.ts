import { join } from 'node:path';
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type DiagnosticRelatedInformation,
} from 'vscode-languageserver/node';
import { openFolder } from '../../chart/packed.ts';
import type { RelatedPlace } from '../../ide/diagnostic.ts';
import { indexLines } from '../../syntax/positions.ts';
import { uriOf } from '../file-uri.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** Everything that is wrong with a document, as the editor shows it. */
export function diagnosticsOf(
  { ports, capabilities, renderings }: Session,
  snapshot: Snapshot,
): readonly Diagnostic[] {
  const takesRelated = capabilities.textDocument?.publishDiagnostics?.relatedInformation === true;
  const byRender = renderings.findings(snapshot);
  const found = [...snapshot.diagnostics, ...byRender].map((diagnostic): Diagnostic => {
    const { code, message, related, isUnnecessary } = diagnostic;
    return {
      code,
      message,
      source: 'inference-charts',
      range: rangeOf(snapshot.lines, diagnostic.span),
      severity: severities[diagnostic.severity],
      codeDescription: { href: `${ports.docsBase}${code}.md` },
      ...(isUnnecessary && { tags: [DiagnosticTag.Unnecessary] }),
      ...(takesRelated &&
        related.length > 0 && {
          relatedInformation: related.flatMap((place) => relatedInformation(place, snapshot)),
        }),
    };
  });
  return [...problemsAround(snapshot), ...found];
}

/** A chart or earlier file that was named and cannot be read: what else is said may be wrong because of it. */
function problemsAround({ surrounded, lines, text }: Snapshot): Diagnostic[] {
  return surrounded.problems.map(({ code, message, span }) => ({
    code,
    message,
    source: 'inference-charts',
    range: rangeOf(lines, span ?? { start: 0, end: text.search(/\r?\n|$/) }),
    severity: DiagnosticSeverity.Warning,
  }));
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

function relatedInformation(
  { message, origin, span }: RelatedPlace,
  { uri, lines, surrounded }: Snapshot,
): DiagnosticRelatedInformation[] {
  const { chart, earlier } = surrounded;
  switch (origin.kind) {
    case 'document':
      return [{ message, location: { uri, range: rangeOf(lines, span) } }];
    case 'file': {
      const file = earlier.find((one) => one.file === origin.file);
      if (file === undefined) return [];
      const range = rangeOf(indexLines(file.document.text), span);
      return [{ message, location: { uri: uriOf(file.path), range } }];
    }
    case 'chart': {
      const folder = openFolder(chart.location);
      if (folder === undefined) return [];
      const values = uriOf(join(folder, 'values.yaml'));
      const range = rangeOf(indexLines(chart.defaults.text), span);
      return [{ message, location: { uri: values, range } }];
    }
  }
}
