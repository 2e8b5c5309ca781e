import type { CheckedDiagnostic, CheckedFile, Range } from '../checked-file.ts';

/**
 * SARIF 2.1.0, which code scanning services read.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(files: readonly CheckedFile[], version: string): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'inference-charts', version, rules: rulesIn(files) } },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap(({ file, diagnostics }) =>
          diagnostics.map((diagnostic) => result(file, diagnostic)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rulesIn(files: readonly CheckedFile[]): readonly object[] {
  const docs = new Map(
    files.flatMap(({ diagnostics }) => diagnostics.map(({ code, docs }) => [code, docs] as const)),
  );
  return [...docs].sort().map(([id, helpUri]) => ({ id, helpUri }));
}

function result(file: string, { code, severity, message, range }: CheckedDiagnostic): object {
  return {
    ruleId: code,
    level: levelOf[severity],
    message: { text: message },
    locations: [
      { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: regionOf(range) } },
    ],
  };
}

const levelOf: Readonly<Record<CheckedDiagnostic['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF counts lines and columns from one. */
function regionOf({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A relative reference, so that the service finds the file in its own checkout. */
function uriOf(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
