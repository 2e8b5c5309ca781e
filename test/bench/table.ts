import { decisive, type Row } from './row.ts';

const heads = ['what', 'p50', 'p95', 'budget', 'peer', 'ratio', 'holds'] as const;

/** The rows as a Markdown table, which is also easy to read in a terminal, and what was noted below it. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(cellsOf);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const notes = rows.flatMap(({ what, note }) => (note === undefined ? [] : [`${what}: ${note}`]));
  return [
    line(heads),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map(line),
    '',
    ...notes,
  ].join('\n');
}

function cellsOf(row: Row): readonly string[] {
  const { what, unit, ours, budget, peer } = row;
  const number = (value: number) => `${digits(value)} ${unit}`.trimEnd();
  return [
    what,
    ours === undefined ? 'not measured' : number(typeof ours === 'number' ? ours : ours.p50),
    ours === undefined || typeof ours === 'number' ? '' : number(ours.p95),
    budget === undefined ? '' : number(budget),
    peer === undefined ? '' : `${peer.name}: ${number(decisive(peer.measured))}`,
    ratioOf(row),
    verdictOf(row),
  ];
}

/** How many times less of it we need than the peer, or more of it we do. */
function advantage({ ours, peer, atLeast = false }: Row): number | undefined {
  if (ours === undefined || peer === undefined) return undefined;
  const ratio = decisive(peer.measured) / decisive(ours);
  return atLeast ? 1 / ratio : ratio;
}

function ratioOf(row: Row): string {
  const ratio = advantage(row);
  if (ratio === undefined) return '';
  const wanted = row.peer?.factor === undefined ? '' : ` of ${digits(row.peer.factor)}x`;
  return `${digits(ratio)}x${wanted}`;
}

function verdictOf(row: Row): string {
  const { ours, budget, atLeast = false, peer } = row;
  if (ours === undefined) return '';
  if (budget === undefined && peer?.factor === undefined) return '';
  const value = decisive(ours);
  const isInBudget = budget === undefined || (atLeast ? value >= budget : value <= budget);
  const isAhead = peer?.factor === undefined || (advantage(row) ?? 0) >= peer.factor;
  return isInBudget && isAhead ? 'yes' : 'NO';
}

function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
