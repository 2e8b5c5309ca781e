import type { CheckedDiagnostic, CheckedFile } from '../checked-file.ts';

/**
 * Workflow commands that GitHub Actions shows beside the lines of a pull request.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatGithub(files: readonly CheckedFile[]): string {
  return files
    .flatMap(({ file, diagnostics }) => diagnostics.map((diagnostic) => command(file, diagnostic)))
    .join('');
}

function command(file: string, { severity, range, code, message }: CheckedDiagnostic): string {
  const { start, end } = range;
  const properties = {
    file,
    line: start.line + 1,
    endLine: end.line + 1,
    // GitHub marks columns only within one line.
    ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
    title: code,
  };
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${commandOf[severity]} ${listed.join(',')}::${escape(message)}\n`;
}

const commandOf: Readonly<Record<CheckedDiagnostic['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

function escape(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(value: string | number): string {
  return escape(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
