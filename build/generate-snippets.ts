import { shortForms, type Snippet } from './generate-short-forms.ts';

export interface PresetText {
  readonly file: string;
  readonly text: string;
}

/** The VS Code snippet file: every preset as one item, with tab stops for what people change, and short forms. */
export function generateSnippets(presets: readonly PresetText[]): string {
  const snippets = Object.fromEntries([...presets.map(presetSnippet), ...shortForms]);
  return `${JSON.stringify(snippets, null, 2)}\n`;
}

/** The keys that people change, in the order in which Tab visits them. */
const tabStops = [
  'serviceName',
  'modelId',
  'instanceType',
  'tensorParallelSize',
  'maxModelLen',
  'replicas',
];

/** Keys that follow another one where both have the same value. */
const followers: Readonly<Record<string, string>> = {
  'nvidia.com/gpu': 'tensorParallelSize',
  numGpus: 'tensorParallelSize',
  maxNumBatchedTokens: 'maxModelLen',
};

function presetSnippet({ file, text }: PresetText): [string, Snippet] {
  const field = (name: string): string => {
    const found = new RegExp(`^# ${name}: (.+)$`, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`presets/${file} has no line "# ${name}: …".`);
    return found;
  };
  const lines = text.trimEnd().split('\n');
  const values = new Map(
    lines.map((line) => keyAndValue(line)).filter((entry) => entry !== undefined),
  );
  const body = lines.map((line) => withTabStop(line, values));
  return [
    field('title'),
    {
      prefix: [file.replace(/^values-|\.yaml$/g, ''), 'inference'],
      description: `${field('description')} ${field('hardware')}.`,
      body: [...body, '$0'],
    },
  ];
}

function withTabStop(line: string, values: ReadonlyMap<string, string>): string {
  const [key, value] = keyAndValue(line) ?? [];
  if (key === undefined || value === undefined) return escape(line);
  const leader = followers[key];
  const followed = leader !== undefined && values.get(leader) === value ? leader : key;
  const stop = tabStops.indexOf(followed) + 1;
  if (stop === 0) return escape(line);
  const start = escape(line.slice(0, line.length - value.length));
  return `${start}\${${String(stop)}:${escape(value)}}`;
}

function keyAndValue(line: string): [string, string] | undefined {
  const [, key, value] = /^ *([\w./-]+): (\S.*)$/.exec(line) ?? [];
  return key === undefined || value === undefined ? undefined : [key, value];
}

/** A snippet gives `$`, `}` and the backslash a meaning of their own. */
function escape(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
