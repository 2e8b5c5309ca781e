import type { ErrorObject } from 'ajv';
import type { Path } from '../syntax/node.ts';
import type { JsonSchema } from './json-schema.ts';

/** One thing that is wrong, however many errors the validator made of it. */
export interface Fault {
  /** `unknown` for a key the schema does not allow; otherwise the keyword that was not met. */
  readonly keyword: string;
  /** The value at fault, the unknown key, or the map that lacks a key. */
  readonly path: Path;
  readonly value: unknown;
  /** The schemas of which the value should meet one. */
  readonly expected: readonly JsonSchema[];
  /** The key that is missing, when one is. */
  readonly missing?: string;
  /** The value is wrong only because of another one. */
  readonly isConditional?: true;
  /** The schema's own sentence for this fault. */
  readonly message?: string;
}

/**
 * The validator reports every branch of a choice or condition and then the choice itself. Here a
 * choice becomes one fault, and the errors of a condition take over the condition's sentence.
 */
export function foldErrors(
  errors: readonly ErrorObject[],
  values: Readonly<Record<string, unknown>>,
): readonly Fault[] {
  const faults: { readonly error: ErrorObject; readonly fault: Fault }[] = [];
  for (const error of errors) {
    const place = pathOf(error.instancePath, values);
    const inner = faults.length - countInner(faults, error);
    switch (error.keyword) {
      case 'if': {
        const message = schemaOf(error)['x-message'];
        if (message === undefined) continue;
        for (let at = inner; at < faults.length; at++) {
          const entry = faults[at];
          if (entry !== undefined)
            faults[at] = {
              ...entry,
              fault: missingIfEmpty({ message, ...entry.fault, isConditional: true }),
            };
        }
        continue;
      }
      case 'anyOf':
      case 'oneOf': {
        const choices = faults.splice(inner);
        faults.push({ error, fault: foldChoice(error, place, choices) });
        continue;
      }
      default:
        faults.push({ error, fault: faultOf(error, place) });
    }
  }
  return withoutEchoes(faults.map(({ fault }) => fault));
}

function faultOf(error: ErrorObject, path: Path): Fault {
  const params = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    return { keyword: 'unknown', path: [...path, key], value: undefined, expected: [] };
  }
  const missing = error.keyword === 'required' ? String(params['missingProperty']) : undefined;
  const schema = schemaOf(error);
  // Next to an `if` the sentence belongs to the condition, not to what else stands there.
  const message = error.keyword === 'required' || 'if' in schema ? undefined : schema['x-message'];
  return {
    keyword: error.keyword,
    path,
    value: error.data,
    expected: [schema],
    ...(missing !== undefined && { missing }),
    ...(message !== undefined && { message }),
  };
}

/** A value that fits one branch's type but not its range or list is told of that branch alone. */
function foldChoice(
  error: ErrorObject,
  path: Path,
  choices: readonly { readonly fault: Fault }[],
): Fault {
  const message = schemaOf(error)['x-message'];
  const deeper = choices.map(({ fault }) => fault).filter((fault) => fault.keyword !== 'type');
  const only = deeper.length === 1 ? deeper[0] : undefined;
  if (only !== undefined && (only.path.length > path.length || typeof only.value !== 'string'))
    return message === undefined ? only : { ...only, message };
  return {
    keyword: 'type',
    path,
    value: error.data,
    expected: choices
      .map(({ fault }) => fault)
      .filter((fault) => fault.path.length === path.length)
      .flatMap((fault) => fault.expected),
    ...(message !== undefined && { message }),
  };
}

/** How many of the latest faults come from the branches of this choice or condition. */
function countInner(
  faults: readonly { readonly error: ErrorObject }[],
  { keyword, schemaPath, instancePath }: ErrorObject,
): number {
  const owner = schemaPath.slice(0, -keyword.length);
  const branches = keyword === 'if' ? [`${owner}then/`, `${owner}else/`] : [`${schemaPath}/`];
  let count = 0;
  for (let at = faults.length - 1; at >= 0; at--) {
    const error = faults[at]?.error;
    const isBelow =
      error?.instancePath === instancePath || error?.instancePath.startsWith(`${instancePath}/`);
    // A reference in a branch starts a schema path of its own.
    const isInBranch = ['#/definitions/', ...branches].some((start) =>
      error?.schemaPath.startsWith(start),
    );
    if (!isBelow || !isInBranch) break;
    count++;
  }
  return count;
}

/** What a condition demands and is there but empty might as well not be there. */
function missingIfEmpty(fault: Fault): Fault {
  const key = fault.path.at(-1);
  if (fault.value !== null || typeof key !== 'string') return fault;
  return { ...fault, keyword: 'required', path: fault.path.slice(0, -1), missing: key };
}

/** Of several faults of one value its type says most, and what is wrong in any case more than a condition. */
function withoutEchoes(faults: readonly Fault[]): Fault[] {
  const worst = new Map<string, number>();
  for (const fault of faults) {
    const place = JSON.stringify([fault.path, fault.missing]);
    worst.set(place, Math.max(worst.get(place) ?? 0, weight(fault)));
  }
  return faults.filter(
    (fault) => weight(fault) === worst.get(JSON.stringify([fault.path, fault.missing])),
  );
}

function weight({ keyword, isConditional }: Fault): number {
  return (isConditional ? 0 : 2) + (keyword === 'type' ? 1 : 0);
}

function schemaOf(error: ErrorObject): JsonSchema {
  const schema: unknown = error.parentSchema;
  return typeof schema === 'object' && schema !== null ? schema : {};
}

function pathOf(pointer: string, values: unknown): Path {
  const path: (string | number)[] = [];
  let value = values;
  for (const escaped of pointer.split('/').slice(1)) {
    const step = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(step) : step);
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[step];
  }
  return path;
}
