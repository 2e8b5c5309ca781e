import type { Path } from '../syntax/node.ts';
import { parse } from '../syntax/parse.ts';
import { indexReads } from './chart-read.ts';
import type { Chart, ChartHabits, ScriptHabits } from './chart.ts';
import data from './data/known-0.2.json' with { type: 'json' };
import { keyComments } from './key-comments.ts';
import { readsIn, type ReadsTable } from './reads-table.ts';
import type { TemplateFaults } from './template-faults.ts';

/** A published release as `npm run facts:chart` writes it down: facts that it states, none of its text. */
export interface KnownRelease {
  readonly source: {
    readonly title: string;
    readonly url: string;
    /** The release that was read. */
    readonly version: string;
  };
  readonly name: string;
  readonly frameworks: readonly string[];
  /** Frameworks that its pages name and whose templates were not at hand. */
  readonly unseenFrameworks: readonly string[];
  readonly habits: Omit<ChartHabits, 'script'> & { readonly script?: WrittenScriptHabits };
  readonly faults: TemplateFaults;
  /** Its values.yaml without the comments. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Conditions are reduced to the frameworks and accelerators under which a value is read. */
  readonly reads: ReadsTable;
  /** The release in which a key came, by its path; absent for what the oldest known release has. */
  readonly since: Readonly<Record<string, string>>;
  /** The last release that was read and had a key which is gone. */
  readonly until: Readonly<Record<string, string>>;
  /** The map that took the place of one which is gone. */
  readonly renamed: Readonly<Record<string, string>>;
}

type WrittenScriptHabits = { readonly [habit in keyof ScriptHabits]: readonly string[] };

const release: KnownRelease = data as unknown as KnownRelease;

/**
 * The newest published chart of generation 0.2 that we know, for a file whose chart is not on this
 * machine. It has no files, so nothing can be rendered with it.
 */
export function knownChart(): Chart {
  const { name, source, frameworks, unseenFrameworks, habits, faults, defaults } = release;
  const { script, ...plain } = habits;
  // JSON is YAML.
  const values = parse(JSON.stringify(defaults));
  return {
    name,
    version: source.version,
    location: { chosenBy: 'known' },
    generation: '0.2',
    defaults: values,
    comments: keyComments(values),
    frameworks,
    unseenFrameworks,
    habits: {
      ...plain,
      ...(script !== undefined && {
        script: {
          variables: new Set(script.variables),
          engineArguments: new Set(script.engineArguments),
          truthy: new Set(script.truthy),
        },
      }),
    },
    faults,
    conditions: new Map(),
    reads: indexReads(readsIn(release.reads)),
  };
}

/** When a key of generation 0.2 came and went; nothing for what all known releases have. */
export function historyOf(path: Path): KeyHistory {
  const key = path.join('.');
  const { [key]: since } = release.since;
  const { [key]: until } = release.until;
  const { [key]: renamedTo } = release.renamed;
  return {
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(renamedTo !== undefined && { renamedTo: renamedTo.split('.') }),
  };
}

export interface KeyHistory {
  /** The first release that was read and has the key. */
  readonly since?: string;
  /** The last one that had it. */
  readonly until?: string;
  readonly renamedTo?: readonly string[];
}
