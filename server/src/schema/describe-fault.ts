import { closest } from './closest.ts';
import { allowedValues, expectation } from './expectation.ts';
import type { Fault } from './fold-errors.ts';
import type { SchemaFinding } from './schema-finding.ts';

/** The sentence, code and likely cures for one fault of a value or of a map that lacks a key. */
export function describeFault(fault: Fault): SchemaFinding {
  const { path, value, missing, expected } = fault;
  const code = codeOf(fault);
  const on = code === 'missing-key' || code === 'misplaced-key' ? 'key' : 'value';
  if (fault.message !== undefined)
    return { code, path, on, message: fault.message, suggestions: setValues(fault, []) };
  if (missing !== undefined) {
    const message = `${subject(fault)} has no ${missing}, which the chart needs.`;
    return { code, path, on, message, suggestions: [] };
  }
  const meant = closestAllowed(fault);
  const hint = meant[0] === undefined ? '' : ` Did you mean ${String(meant[0])}?`;
  const message =
    code === 'misplaced-key'
      ? `${subject(fault)} must be left out here.`
      : `${subject(fault)} is ${tell(value)}, but must be ${expectation(expected)}.${hint}`;
  return { code, path, on, message, suggestions: setValues(fault, meant) };
}

function codeOf({ keyword }: Fault): SchemaFinding['code'] {
  switch (keyword) {
    case 'required':
      return 'missing-key';
    case 'type':
      return 'wrong-type';
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
    case 'multipleOf':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
      return 'value-out-of-range';
    case 'false schema':
    case 'not':
      return 'misplaced-key';
    default:
      return 'value-not-allowed';
  }
}

/** The key as users name it; an item of a list by its place in it. */
function subject({ path }: Fault): string {
  const last = path.at(-1);
  if (typeof last !== 'number') return last ?? 'The file';
  return `Item ${last + 1} of ${path.findLast((step) => typeof step === 'string') ?? 'the list'}`;
}

function tell(value: unknown): string {
  if (value === null) return 'empty';
  if (typeof value === 'string') return value === '' ? 'empty' : JSON.stringify(shorten(value));
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map of keys' : JSON.stringify(value);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

type Plain = string | number | boolean;

function closestAllowed({ value, expected }: Fault): readonly Plain[] {
  if (typeof value !== 'string') return [];
  const allowed = new Map(plainValues(expected).map((one) => [String(one), one]));
  return closest(value, [...allowed.keys()]).flatMap((text) => allowed.get(text) ?? []);
}

/** Every allowed value, those that were probably meant first. */
function setValues({ expected }: Fault, meant: readonly Plain[]): SchemaFinding['suggestions'] {
  return [...new Set([...meant, ...plainValues(expected)])].map((value) => ({
    kind: 'set-value',
    value,
  }));
}

function plainValues(expected: Fault['expected']): readonly Plain[] {
  return allowedValues(expected).filter(
    (value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
  );
}
