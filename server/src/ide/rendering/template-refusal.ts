import type { TemplateError } from '../../chart/renderer.ts';
import type { Path } from '../../syntax/node.ts';
import { nameOf, oneLine, type Blame } from './fault.ts';

/** A template that stopped, in the words of somebody who writes values. */
export interface TemplateRefusal {
  readonly message: string;
  readonly messageFor?: (missing: Path) => string;
  readonly named: readonly Path[];
  readonly blame: Blame;
}

export function explainTemplateError(error: TemplateError): TemplateRefusal {
  const { message, reason, file } = error;
  const at = file === '' ? '' : ` (${nameOf(error)})`;
  if (/^parse error\b/.test(message))
    return {
      message: `A template of the chart cannot be read, so helm install stops whatever the values are: ${oneLine(reason)}${at}.`,
      named: [],
      blame: 'chart',
    };
  const missing = missingValue(error);
  if (missing !== undefined) {
    const { key, parent, isNil } = missing;
    const messageFor = (path: string) =>
      `The chart cannot be rendered, so helm install stops: ${path} ${isNil ? 'has no value' : 'is not a map'}, and the chart reads ${key} in it${at}.`;
    return {
      message: messageFor(parent?.join('.') ?? 'a value'),
      messageFor: (path) => messageFor(path.join('.')),
      named: parent === undefined ? [] : [parent],
      blame: isNil ? 'null' : 'value',
    };
  }
  return {
    message: `The chart cannot be rendered, so helm install stops: ${oneLine(reason)}${at}.`,
    named: namedIn(error),
    blame: isAboutType.test(reason) ? 'value' : 'situation',
  };
}

/** Go's words for a value of the wrong type, in a function of a template or in its syntax. */
const isAboutType =
  /wrong type for value|incompatible types for comparison|can't (?:iterate|index|evaluate|give|slice)|range over|cannot (?:convert|unmarshal)|unable to (?:parse|cast)|invalid syntax|error calling \w+: (?:value has type|len of|index out of|wrong)/;

interface Missing {
  /** Absent where the template goes by a variable. */
  readonly parent?: Path;
  readonly key: string;
  /** There is nothing, rather than something that holds no keys. */
  readonly isNil: boolean;
}

/** `nil pointer evaluating interface {}.tag` at `.Values.image.tag`: there is no `image`. */
function missingValue({ reason, valuePath = [] }: TemplateError): Missing | undefined {
  const nil = /nil pointer evaluating \S+(?: \{\})?\.([\w-]+)$/.exec(reason)?.[1];
  const key = nil ?? /can't evaluate field ([\w-]+) in type/.exec(reason)?.[1];
  if (key === undefined) return undefined;
  const at = valuePath.indexOf(key);
  return { key, isNil: nil !== undefined, ...(at > 0 && { parent: valuePath.slice(0, at) }) };
}

/** Every path that Helm's text has, such as inference.serviceName; a file name is none. */
function namedIn({ reason, valuePath }: TemplateError): readonly Path[] {
  const written = [...reason.matchAll(/(?<![\w/.-])\.?[A-Za-z][\w-]*(?:\.[\w-]+)+(?![\w/])/g)]
    .map(([name]) => name.replace(/^\.?(?:Values\.)?/, '').split('.'))
    .filter((path) => path.length > 1 || valuePath !== undefined);
  return [...(valuePath === undefined ? [] : [valuePath]), ...written];
}
