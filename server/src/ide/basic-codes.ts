import type { SurroundProblem } from '../chart/chart-finder.ts';
import type { Severity } from '../lint/rule.ts';
import type { SchemaFinding } from '../schema/schema-finding.ts';
import type { Problem } from '../syntax/problem.ts';

/** What only a render tells. */
export type RenderFindingCode =
  | 'nothing-rendered'
  | 'render-fails'
  | 'chart-not-renderable'
  | 'render-unavailable'
  | 'manifest-incomplete'
  | 'go-notation-printed';

/** A code that is not a rule's: of the YAML text, the schema, a render, or the files around the document. */
export type BasicCode =
  | Problem['code']
  | SchemaFinding['code']
  | SurroundProblem['code']
  | RenderFindingCode
  | 'chart-not-found'
  | 'model-config-not-usable';

export interface CodeFacts {
  readonly severity: Severity;
  /** One sentence, for lists. */
  readonly summary: string;
  /** What the user would see, and what to do. */
  readonly why: string;
}

export const basicCodes: Readonly<Record<BasicCode, CodeFacts>> = {
  'yaml-syntax': {
    severity: 'error',
    summary: 'This is not YAML.',
    why: 'Helm stops with "failed to parse" before anything is rendered. What lies behind the mistake is not checked until it is mended, because it may not mean what it seems to say.',
  },
  'merge-conflict': {
    severity: 'error',
    summary: 'A merge conflict of git is still in the file.',
    why: 'The markers are not YAML, so Helm stops. Choose one side, or join them, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>.',
  },
  'control-character': {
    severity: 'error',
    summary: 'The file has a character that YAML does not allow.',
    why: 'Control characters come from copying out of terminals and editors. Helm stops with "control characters are not allowed". Remove the character, or write it as an escape in double quotes.',
  },
  'duplicate-key': {
    severity: 'error',
    summary: 'A key is written twice in one map.',
    why: 'Helm silently takes the last one, so an edit of the first has no effect. Keep one of them.',
  },
  'several-documents': {
    severity: 'warning',
    summary: 'The file has a second YAML document.',
    why: 'Helm reads only the first document of a values file. What follows the line with --- has no effect.',
  },
  'too-many-aliases': {
    severity: 'error',
    summary: 'Aliases of this file expand to a huge tree.',
    why: 'Readers of YAML refuse such files or run out of memory. Write the values out.',
  },
  'too-deep': {
    severity: 'error',
    summary: 'Maps or lists are nested deeper than any chart reads.',
    why: 'Readers of YAML end with an error or an exhausted stack. A bracket or brace that is never closed is the usual cause.',
  },
  'too-large': {
    severity: 'information',
    summary: 'A part of the file is too large to be checked.',
    why: 'Nothing is said about it, right or wrong. Values files of that size are usually something else.',
  },
  'unknown-key': {
    severity: 'error',
    summary: 'The chart has no such key.',
    why: 'Helm hands unknown keys to the templates, which never ask for them: the release is made and the default is used. The chart in the box refuses them in helm install, too. A misspelt or misplaced key is the usual cause.',
  },
  'misplaced-key': {
    severity: 'error',
    summary: 'The key belongs somewhere else in the file.',
    why: 'A template reads a key at one place only. Here nothing reads it, and the default is used.',
  },
  'wrong-type': {
    severity: 'error',
    summary: 'The value is of a type that the chart cannot use.',
    why: 'The template fails, or prints something that Kubernetes or vLLM refuses. The chart in the box refuses it in helm install.',
  },
  'value-not-allowed': {
    severity: 'error',
    summary: 'The key takes certain values only, and this is none of them.',
    why: 'Templates compare such values letter by letter. An unknown one renders nothing, or the branch that is meant for another.',
  },
  'value-out-of-range': {
    severity: 'error',
    summary: 'The number is outside of what the key allows.',
    why: 'Kubernetes, Ray or vLLM refuses the number when the pod is made or starts.',
  },
  'missing-key': {
    severity: 'error',
    summary: 'Another value of this file needs a key that is not there.',
    why: 'The template stops, or what it renders cannot start. The message names the key and what needs it.',
  },
  'nothing-rendered': {
    severity: 'warning',
    summary: 'The chart renders no workload with these values.',
    why: 'Helm reports success, the release exists, and nothing serves. Charts of generation 0.2 render a workload only once inference.framework is set, and for some frameworks only once another value is. Objects of operators, such as a RayService or a NIMCache, count as workloads. Known from a render, for charts of the workspace; a file that another one must complete is left alone.',
  },
  'render-fails': {
    severity: 'error',
    summary: 'The chart cannot be rendered with these values.',
    why: 'helm install stops with the same message before anything is deployed: a template refuses a value or misses one, the values.schema.json of the chart refuses it, what is printed is not YAML, or a template does not come to an end. Known from a render. It stands at the value that the message names, else at the one without which the chart renders, else at the top of the file. For information only where another values file may come before this one.',
  },
  'chart-not-renderable': {
    severity: 'error',
    summary: 'The chart cannot be rendered, whatever the values are.',
    why: 'A template of the chart cannot be read, its Chart.yaml or values.yaml is broken, or a chart that it depends on is missing (helm dependency build fetches it). helm install stops with the same message for every values file.',
  },
  'render-unavailable': {
    severity: 'information',
    summary: 'The chart was not rendered here, so what only a render tells is not known.',
    why: 'The chart is larger than is rendered here, asks for another version of Kubernetes than the render has, or the engine did not start. Nothing is said about the values.',
  },
  'manifest-incomplete': {
    severity: 'error',
    summary: 'A manifest that the chart prints lacks what Kubernetes needs.',
    why: 'An object without kind, apiVersion or name, a container that mounts a volume which its pod does not have, or an image without name or tag: helm install stops, or no pod starts. A null that takes a default of the chart away is the usual cause. Known from a render.',
  },
  'go-notation-printed': {
    severity: 'error',
    summary: 'A template prints a value in the notation of Go.',
    why: "The chart's template language prints a value that its format does not fit as %!s(float64=1), a missing one as <nil>, and a map as map[a:1]. vLLM and Kubernetes read none of them: the container ends at its start, or the object is refused. Known from a render; text that the values hold themselves is left alone.",
  },
  'model-config-not-usable': {
    severity: 'warning',
    summary: 'The config.json that is named for the model cannot be used.',
    why: 'Its shape (layers, heads, vocabulary) is what the memory estimate and the rules about parallel sizes go by. Name the config.json of the checkpoint, or the folder that has it: a path in model-config= is relative to the file, one in the setting inferenceCharts.modelConfigs to the workspace folder.',
  },
  'chart-not-found': {
    severity: 'information',
    summary: 'The chart of the file is not on this machine.',
    why: 'The words of the file are those of generation 0.2, and no chart of it is named, lies beside or above the file, or is in the cache of Helm. The file is checked against what is known of the newest release: its keys, its defaults, and which key is read under which framework and accelerator. A render, a preview and a deployment need the chart itself. "Get Inference Chart" in the editor, inference-charts chart pull, and helm pull bring it.',
  },
  'chart-not-readable': {
    severity: 'error',
    summary: 'The chart that the modeline, the setting or the flag names cannot be read.',
    why: 'The file is checked against the chart in the box instead, which may differ from yours. Correct the path; a relative one starts at the values file, or at the workspace folder in the setting.',
  },
  'values-file-not-readable': {
    severity: 'error',
    summary: 'A values file named by after= cannot be read.',
    why: 'What it would set is missing from the merged values, so findings may be wrong or absent. Correct the path; a relative one starts at this file.',
  },
};
