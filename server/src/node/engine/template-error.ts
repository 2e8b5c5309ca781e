import type { TemplateError, TemplateLocation } from '../../chart/renderer.ts';

/** Reads Helm's error text: what went wrong, and in which templates. Places it does not name stay absent. */
export function readTemplateError(message: string): TemplateError {
  const { reason, trace, expression } = readStatement(message) ?? readTrace(message);
  const innermost = trace.at(-1) ?? { template: '', file: '' };
  const valuePath = pathIn(expression) ?? pathIn(reason);
  return {
    kind: 'template-error',
    message,
    reason,
    ...innermost,
    ...(valuePath !== undefined && { valuePath }),
    trace: trace.length > 0 ? trace : [innermost],
  };
}

/** The template's path relative to the chart: Helm's name for it starts with the chart's name. */
export function fileOf(template: string): string {
  return template.slice(template.indexOf('/') + 1);
}

interface Understood {
  readonly reason: string;
  readonly trace: readonly TemplateLocation[];
  /** The part of a template at which it stopped. */
  readonly expression: string;
}

/** `execution error at (chart/templates/x.yaml:12:4): reason`, of `fail`, `required` and of the parser. */
function readStatement(message: string): Understood | undefined {
  const [, place, reason = ''] =
    /^(?:execution|parse) error (?:at|in) \((.*?)\): ([^]*)$/.exec(message) ?? [];
  if (place === undefined) return undefined;
  return { reason: reason.trim(), trace: [locationOf(place)], expression: '' };
}

/**
 * One entry per template, outermost first:
 *
 *     chart/templates/x.yaml:12:4
 *       executing "chart/templates/x.yaml" at <include "name" .>:
 *         error calling include:
 *     chart/templates/_helpers.tpl:3:5
 *       executing "name" at <.Values.a.b>:
 *         nil pointer evaluating interface {}.b
 */
function readTrace(message: string): Understood {
  const trace: TemplateLocation[] = [];
  let expression = '';
  let reason: string[] = [];
  for (const line of message.split('\n')) {
    const [, at] = /^ {2}executing ".*" at <(.*)>:$/.exec(line) ?? [];
    if (isPlace(line)) trace.push(locationOf(line));
    if (at !== undefined) expression = at;
    if (isPlace(line) || at !== undefined) reason = [];
    else reason.push(line.trim());
  }
  if (trace.length === 0) return readChain(message);
  return { reason: reason.join('\n').trim() || message, trace, expression };
}

/** The same as one line, where Helm could not take it apart: `template: place: executing "x" at <y>: reason`. */
function readChain(message: string): Understood {
  const trace: TemplateLocation[] = [];
  const places = /[^\s"'():]+\/templates\/[^\s"'():]+:\d+(?::\d+)?/g;
  for (const [place] of message.matchAll(places)) {
    const location = locationOf(place);
    if (JSON.stringify(location) !== JSON.stringify(trace.at(-1))) trace.push(location);
  }
  const stop = [...message.matchAll(/ at <(.*?)>: /g)].at(-1);
  if (stop === undefined) return { reason: message, trace, expression: '' };
  const reason = message.slice(stop.index + stop[0].length);
  return { reason, trace, expression: stop[1] ?? '' };
}

function isPlace(line: string): boolean {
  return /^\S.*:\d+(?::\d+)?$/.test(line) && line.includes('/templates/');
}

/** `chart/templates/x.yaml:12:4`. Go counts lines from one and columns, in bytes, from zero. */
function locationOf(place: string): TemplateLocation {
  const [, template = place, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(place) ?? [];
  return {
    template,
    file: fileOf(template),
    ...(line !== undefined && { line: Number(line) - 1 }),
    ...(column !== undefined && { column: Number(column) }),
  };
}

function pathIn(text: string): readonly string[] | undefined {
  return /(?:^|[^\w.])(?:\$|\$\w+)?\.Values\.([\w-]+(?:\.[\w-]+)*)/.exec(text)?.[1]?.split('.');
}
