import type { Rendered, RenderOutcome } from '../../chart/renderer.ts';
import { findEntry, type Node, type Path } from '../../syntax/node.ts';
import { parse } from '../../syntax/parse.ts';
import type { Analysis } from '../analysis.ts';
import { fileOf, isStillDeployed, oneLine, type Effect, type Fault } from './fault.ts';
import { valuesInGo, type ValuesInGo } from './values-in-go.ts';

/**
 * Values that a template prints in the notation of Go's fmt package: an error of a format, a value
 * that is not there, a map or list as a whole. What the values themselves hold is theirs.
 */
export function goNotationFaults(
  outcome: Rendered,
  { values, surroundings }: Analysis,
): readonly Fault[] {
  const known = valuesInGo(values);
  const asked = surroundings.chart.habits.script?.variables;
  const found = printedIn(outcome, known).filter(({ text }) => !known.texts.includes(text));
  // What stands in an annotation, too, is told of its other place.
  const byWeight = found.toSorted((a, b) => Number(b.isAnnotation) - Number(a.isAnnotation));
  const unique = new Map(byWeight.map((one) => [`${one.source}\n${one.text}`, one]));
  return [...unique.values()].map((printed): Fault => {
    const { text, source, line, isAnnotation, variable, of } = printed;
    const isUnread = variable !== undefined && asked?.has(variable) === false;
    return {
      code: 'go-notation-printed',
      severity: isAnnotation || isUnread ? 'warning' : 'error',
      message: messageOf(printed),
      named: of === undefined ? [] : [of],
      places: [{ file: fileOf(source) }],
      near: `${line}\n${text}`,
      blame: of === undefined ? 'situation' : 'value',
      effectOf: (other) => effectOn(printed, outcome, other, known),
    };
  });
}

interface Printed {
  /** Helm's name of the template. */
  readonly source: string;
  /** "Deployment llama". */
  readonly object: string;
  /** The notation itself, as far as it is certain. */
  readonly text: string;
  /** The scalar that holds it. */
  readonly line: string;
  /** Kubernetes takes any text there. */
  readonly isAnnotation: boolean;
  /** The environment variable whose value it is. */
  readonly variable?: string;
  /** The value whose notation it is to the letter. */
  readonly of?: Path;
}

function messageOf({ text, line, object, source, of }: Printed): string {
  const where = `${object} (${fileOf(source)})`;
  const what =
    of === undefined
      ? `${oneLine(text, 80)} where a value should be`
      : `${of.join('.')} as a whole, as ${oneLine(text, 80)}`;
  return `The chart prints ${what}: that is the notation of Go, and no program reads it. It stands in ${where}: ${oneLine(line, 160)}.`;
}

/**
 * `%!s(float64=1)`, `%!d(MISSING)`, `%!(EXTRA int=2)`.
 * Source: Go's fmt package, "Format errors", https://pkg.go.dev/fmt, read 2026-11-29.
 */
const formatError =
  /%!(?:[a-zA-Z]\((?:<nil>|MISSING|BADINDEX|PANIC=|[\w.*[\]{} ]+=)|\((?:EXTRA |NOVERB|BADWIDTH|BADPREC))[^)\n]*\)?/g;

const absent = /<no value>|<nil>/g;

/** `map[key:value …]`; in a type, such as map[string]int, no colon follows. */
const printedMap = /\bmap\[[A-Za-z_][\w./-]*:[^\]\n]*\]?/g;

/** Where a template hands on files as they are, only errors of formats are certain. */
const holdsFiles: ReadonlySet<string> = new Set(['ConfigMap', 'Secret']);

function printedIn({ documents }: Rendered, known: ValuesInGo): readonly Printed[] {
  return documents.flatMap(({ text, source, kind, name, isCrd }) => {
    if (
      isCrd ||
      (!/%!|<n|map\[/.test(text) && !known.lists.some((list) => text.includes(list.text)))
    )
      return [];
    const found: Printed[] = [];
    const object = `${kind} ${name}`.trim();
    const see: See = (scalar, path, variable) => {
      const isAnnotation = path.includes('annotations');
      const add = (notation: string, of?: Path) =>
        found.push({
          source,
          object,
          text: notation,
          line: lineWith(scalar, notation),
          isAnnotation,
          ...(variable !== undefined && { variable }),
          ...(of !== undefined && { of }),
        });
      for (const [notation] of scalar.matchAll(formatError)) add(notation);
      const rest = scalar.replaceAll(formatError, '');
      const map = known.maps.find((one) => rest.includes(one.text));
      if (map !== undefined) add(map.text, map.path);
      const list = known.lists.find((one) => rest === one.text);
      if (list !== undefined) add(list.text, list.path);
      if (holdsFiles.has(kind) || map !== undefined) return;
      if (rest === 'map[]') add(rest);
      for (const [notation] of rest.matchAll(absent)) add(notation);
      for (const [notation] of rest.matchAll(printedMap)) add(notation);
    };
    visit(parse(text).root, [], see);
    return found;
  });
}

/** @param variable the environment variable whose value the text is. */
type See = (text: string, path: Path, variable?: string) => void;

/** `[--x --y]` is read as a list of one text, so it is shown to `see` in its brackets. */
function visit(node: Node | undefined, path: Path, see: See, variable?: string): void {
  switch (node?.kind) {
    case 'scalar':
      if (typeof node.value === 'string') see(node.value, path, variable);
      return;
    case 'sequence': {
      const [only, ...others] = node.items;
      if (
        node.style === 'flow' &&
        others.length === 0 &&
        only?.kind === 'scalar' &&
        only.style === 'plain'
      )
        see(`[${String(only.value)}]`, path, variable);
      else
        node.items.forEach((item, index) => {
          visit(item, [...path, index], see);
        });
      return;
    }
    case 'map': {
      const name = findEntry(node, 'name')?.value;
      const named =
        path.at(-2) === 'env' && name?.kind === 'scalar' ? String(name.value) : undefined;
      for (const { key, value } of node.entries) {
        see(key, path);
        visit(value, [...path, key], see, key === 'value' ? named : undefined);
      }
      return;
    }
    case undefined:
      return;
  }
}

/** What stands around it in its line; commands are long. */
function lineWith(text: string, part: string): string {
  const line = text.split('\n').find((one) => one.includes(part)) ?? text;
  const start = Math.max(0, line.indexOf(part) - 60);
  const end = line.indexOf(part) + part.length + 60;
  return `${start > 0 ? '…' : ''}${line.slice(start, end).trim()}${end < line.length ? '…' : ''}`;
}

function effectOn(
  printed: Printed,
  before: Rendered,
  other: RenderOutcome,
  known: ValuesInGo,
): Effect {
  if (other.kind !== 'rendered') return 'same';
  if (!isStillDeployed(other, [printed.source])) return 'same';
  const ofSource = (outcome: Rendered) =>
    printedIn(outcome, known).filter(({ source }) => source === printed.source);
  const after = ofSource(other);
  if (after.length < ofSource(before).length) return 'gone';
  return after.some(({ text }) => text === printed.text) ? 'same' : 'other';
}
