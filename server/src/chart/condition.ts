/** What is known of a value that a condition asks for: its text, or nothing. */
export type ValueAt = (path: string) => string | undefined;

/** `define` names of a chart whose body is `true` under one condition, with that condition. */
export type NamedConditions = ReadonlyMap<string, string>;

/**
 * Whether a condition of a template holds; undefined when that cannot be told. Understood are eq,
 * ne, and, or, not, values, and named conditions that are included; one part that is not
 * understood leaves the whole open, unless the others decide.
 */
export function holds(
  text: string,
  valueAt: ValueAt,
  named: NamedConditions,
  depth = 0,
): boolean | undefined {
  const tokens: readonly string[] = text.match(/"[^"]*"|[()|]|[^\s()|"]+/g) ?? [];
  if (depth > maxDepth || tokens.includes('|')) return undefined;
  let at = 0;

  function call(): boolean | undefined {
    const name = tokens[at++];
    const operands: Operand[] = [];
    while (at < tokens.length && tokens[at] !== ')') operands.push(operand());
    switch (name) {
      case 'eq':
        return compare(operands);
      case 'ne': {
        const isEqual = operands.length === 2 ? compare(operands) : undefined;
        return isEqual === undefined ? undefined : !isEqual;
      }
      case 'not': {
        const inner = operands[0]?.truth;
        return inner === undefined ? undefined : !inner;
      }
      case 'and':
        if (operands.some(({ truth }) => truth === false)) return false;
        return operands.every(({ truth }) => truth === true) ? true : undefined;
      case 'or':
        if (operands.some(({ truth }) => truth === true)) return true;
        return operands.every(({ truth }) => truth === false) ? false : undefined;
      case 'include': {
        const inner = named.get(operands[0]?.literal ?? '');
        return inner === undefined ? undefined : holds(inner, valueAt, named, depth + 1);
      }
      default:
        return undefined;
    }
  }

  function operand(): Operand {
    const token = tokens[at++] ?? '';
    if (token === '(') {
      const truth = call();
      at++;
      return { truth };
    }
    if (token.startsWith('"')) {
      const literal = token.slice(1, -1);
      return { literal, truth: literal !== '' };
    }
    const path = /^\$?\.Values\.([\w.]+)$/.exec(token)?.[1];
    const value = path === undefined ? undefined : valueAt(path);
    // What is known of a value is that it is this text; an empty one is never told.
    return value === undefined ? { truth: undefined } : { value, truth: true };
  }

  return call();
}

interface Operand {
  readonly literal?: string;
  readonly value?: string;
  readonly truth: boolean | undefined;
}

const maxDepth = 8;

/** The first equals one of the others. */
function compare([first, ...others]: readonly Operand[]): boolean | undefined {
  const text = ({ literal, value }: Operand) => literal ?? value;
  if (first === undefined || others.length === 0) return undefined;
  const wanted = others.map(text);
  const given = text(first);
  if (given === undefined) return undefined;
  if (wanted.includes(given)) return true;
  return wanted.includes(undefined) ? undefined : false;
}

/** Finds `{{ define "x" }}{{ if … }}true{{ end }}{{ end }}` in the templates of a chart. */
export function conditionsIn(templates: readonly string[]): NamedConditions {
  const found = new Map<string, string>();
  const definition =
    /\{\{-?\s*define\s+"([^"]+)"\s*-?\}\}\s*\{\{-?\s*if\s+([^}]+?)\s*-?\}\}\s*true\s*\{\{-?\s*end\s*-?\}\}\s*\{\{-?\s*end\s*-?\}\}/g;
  for (const template of templates)
    for (const [, name = '', condition = ''] of template.matchAll(definition))
      found.set(name, condition);
  return found;
}
