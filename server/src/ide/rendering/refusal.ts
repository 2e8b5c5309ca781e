import { assertNever } from '../../base/assert-never.ts';
import type {
  ManifestError,
  RenderFailure,
  RenderOutcome,
  SchemaError,
  SchemaViolation,
  TemplateError,
} from '../../chart/renderer.ts';
import type { Analysis } from '../analysis.ts';
import { isStillDeployed, nameOf, oneLine, type Effect, type Fault } from './fault.ts';
import { explainTemplateError } from './template-refusal.ts';

/** What a render that did not come to its end tells. Only one that somebody ended tells nothing. */
export function faultsOfFailure(
  outcome: RenderFailure,
  { surroundings }: Analysis,
): readonly Fault[] {
  switch (outcome.kind) {
    case 'template-error':
      return [templateFault(outcome)];
    case 'manifest-error':
      return [manifestFault(outcome)];
    case 'schema-error':
      return schemaFaults(outcome, surroundings.chart.name);
    case 'values-error': {
      const isEarlier = surroundings.earlier.some(({ file }) => file === outcome.file);
      const which = isEarlier ? `the values file ${outcome.file} before this one` : 'this file';
      return [
        refusal(outcome, {
          message: `Helm cannot read ${which}, so helm install stops: ${oneLine(yamlReason(outcome.message))}.`,
          blame: 'chart',
          ...(!isEarlier && outcome.line !== undefined && { ownLine: outcome.line }),
        }),
      ];
    }
    case 'chart-error':
      return [chartFault(outcome)];
    case 'release-error':
      return [
        refusal(outcome, {
          message: `Helm refuses the release, so helm install stops: ${oneLine(outcome.message)}.`,
          blame: 'chart',
        }),
      ];
    case 'timed-out':
      return [refusal(outcome, { message: outcome.message, isAboutSize: true })];
    case 'too-large':
      // A release is stored in a Secret, which holds 1 MiB: what is larger here is not installed either.
      return outcome.what === 'chart' || outcome.what === 'values'
        ? [notRendered(outcome)]
        : [refusal(outcome, { message: outcome.message, isAboutSize: true })];
    case 'engine-failed':
      return [notRendered(outcome)];
    case 'cancelled':
      return [];
    default:
      return assertNever(outcome);
  }
}

type Told = Exclude<RenderFailure, { readonly kind: 'cancelled' }>;

function refusal(outcome: Told, fault: Pick<Fault, 'message'> & Partial<Fault>): Fault {
  return {
    code: 'render-fails',
    severity: 'error',
    named: [],
    places: [],
    near: outcome.message,
    blame: 'situation',
    effectOf: (other) => effectOn(outcome, other),
    ...fault,
  };
}

/** Ours and not the file's, so it is only mentioned. */
function notRendered(outcome: Told): Fault {
  return refusal(outcome, {
    code: 'render-unavailable',
    severity: 'information',
    message: `The chart was not rendered, so what only a render tells is not known: ${oneLine(outcome.message)}.`,
    blame: 'chart',
  });
}

function templateFault(error: TemplateError): Fault {
  // A template that includes itself has hundreds, all the same.
  const unique = new Map(error.trace.toReversed().map((place) => [nameOf(place), place]));
  const places = [...unique.values()].filter(({ file }) => file !== '').slice(0, 20);
  const explained = explainTemplateError(error);
  return refusal(error, {
    ...explained,
    ...(explained.blame === 'chart' && { code: 'chart-not-renderable' }),
    places,
    near: error.reason,
  });
}

function manifestFault(error: ManifestError): Fault {
  const { message, text, line, file } = error;
  const printed = line === undefined ? '' : (text.split('\n')[line] ?? '').trim();
  const quoted = printed === '' ? '' : ` The line is "${oneLine(printed, 120)}".`;
  return refusal(error, {
    message: `With these values the chart prints what is not YAML, so helm install stops: ${oneLine(yamlReason(message))} (${file}).${quoted}`,
    places: [{ file }],
    near: printed === '' ? text : printed,
  });
}

/** What a YAML reader says, without the stations that the text has passed. */
function yamlReason(message: string): string {
  if (/cannot unmarshal \w+ into Go value of type /.test(message)) return 'it is not a map of keys';
  return message
    .replace(/^(?:YAML parse error on|failed to parse) \S+: ?/, '')
    .replace(/^(?:.*: )?(?:yaml|json): (?:line \d+: )?/s, '');
}

function schemaFaults({ violations, ...error }: SchemaError, chart: string): readonly Fault[] {
  return violations.map((violation) => {
    const whose = violation.chart === chart || chart === '' ? '' : ` of ${violation.chart}`;
    const { path, properties, message } = violation;
    return refusal(
      { ...error, violations },
      {
        message: `The chart's values.schema.json${whose} refuses this, so helm install stops: ${oneLine(message)}.`,
        named: properties.length > 0 ? properties.map((key) => [...path, key]) : [path],
        blame: dependsOnOthers.has(violation.keyword) ? 'situation' : 'value',
        effectOf: (other) => effectOnViolation(violation, other),
      },
    );
  });
}

/** Keywords of JSON Schema that a value elsewhere can satisfy. */
const dependsOnOthers: ReadonlySet<string> = new Set([
  ...['required', 'dependentRequired', 'dependentSchemas', 'minProperties', 'contains'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
]);

function chartFault(outcome: Extract<Told, { readonly kind: 'chart-error' }>): Fault {
  const { message } = outcome;
  // Which Kubernetes it will be, only the cluster knows; and Helm would fetch a part of a schema.
  if (/requires kubeVersion|nothing outside the chart is read/.test(message))
    return notRendered(outcome);
  const dependency = /processing failed: type mismatch on ([\w.-]+)/.exec(message)?.[1];
  const refused = `The chart cannot be rendered, so helm install stops: ${oneLine(message)}.`;
  return dependency === undefined
    ? refusal(outcome, { code: 'chart-not-renderable', message: refused, blame: 'chart' })
    : refusal(outcome, { message: refused, named: [dependency.split('.')], blame: 'value' });
}

function effectOn(failure: Told, other: RenderOutcome): Effect {
  if (other.kind === 'rendered') {
    const trace = failure.kind === 'template-error' ? failure.trace : [];
    const templates = trace.map(({ template }) => template);
    return isStillDeployed(other, templates) ? 'gone' : 'same';
  }
  if (other.kind === 'cancelled' || other.kind === 'engine-failed') return 'same';
  if (other.kind === 'timed-out' || other.kind === 'too-large') return 'same';
  return other.message === failure.message ? 'same' : 'other';
}

function effectOnViolation(violation: SchemaViolation, other: RenderOutcome): Effect {
  if (other.kind !== 'schema-error') return other.kind === 'cancelled' ? 'same' : 'gone';
  const isThere = other.violations.some(
    ({ path, keyword }) =>
      keyword === violation.keyword && path.join('\n') === violation.path.join('\n'),
  );
  return isThere ? 'same' : 'gone';
}
