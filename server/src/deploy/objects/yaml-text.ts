import { isMap } from './json.ts';

/** A JSON value as YAML for reading and comparing: keys sorted, so equal values are equal text. */
export function yamlText(value: unknown): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item) => {
      const [first = '', ...rest] = lines(item);
      return [`- ${first}`, ...rest.map(indent)];
    });
  if (isMap(value)) {
    const keys = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort();
    if (keys.length > 0) return keys.flatMap((key) => entry(key, value[key]));
  }
  return [scalar(value)];
}

function entry(key: string, value: unknown): string[] {
  const name = scalar(key);
  if (typeof value === 'string' && isBlock(value)) {
    const body = value.replace(/\n$/, '').split('\n');
    return [
      `${name}: ${value.endsWith('\n') ? '|' : '|-'}`,
      ...body.map((line) => (line === '' ? '' : indent(line))),
    ];
  }
  const inner = lines(value);
  const [first = ''] = inner;
  const isNested = (isMap(value) || Array.isArray(value)) && first !== '{}' && first !== '[]';
  if (!isNested) return [`${name}: ${first}`];
  return [`${name}:`, ...(Array.isArray(value) ? inner : inner.map(indent))];
}

/** Text that a block scalar shows as it is: no odd line ends, and no leading space to declare. */
function isBlock(text: string): boolean {
  return /\n./.test(text) && !/^[\s]|\n\n$|[\r\t\u0085\u2028\u2029]/.test(text);
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  return isPlain(value) ? value : JSON.stringify(value);
}

/** Strings that no YAML reader takes for something else when they stand without quotes. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z_/.][\w./@=+%-]*(?: [\w./@=+%,;()'-]+)*$/.test(text) &&
    !/^(?:true|false|yes|no|on|off|y|n|null|\.inf|\.nan|\.?[\d_]+\.?[\d_]*(?:e[+-]?\d+)?)$/i.test(
      text,
    )
  );
}

function indent(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
