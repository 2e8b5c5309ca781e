import { failed, ok, type Result } from '../base/result.ts';
import type { Propagation } from '../deploy/plan/prune.ts';
import { given, options, text, texts, type Options, type Read } from './read-options.ts';

/** Which release: by its name, or by the values file that was deployed as it. */
export interface ReleaseOptions {
  readonly release?: string;
  /** In Helm's order; empty when the release is named. */
  readonly files: readonly string[];
  readonly chart?: string;
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Commands of the kubeconfig that may be run although they are not known. */
  readonly allowExec?: readonly string[];
  readonly format: 'text' | 'json';
}

/** Without a release or a file, all that may be seen. */
export interface StatusCommand extends ReleaseOptions {
  readonly name: 'status';
}

interface Confirmed {
  /** The user said yes beforehand. */
  readonly isConfirmed: boolean;
  /** Typed beforehand: must be the context that is written to. */
  readonly confirmedContext?: string;
}

export interface RollbackCommand extends ReleaseOptions, Confirmed {
  readonly name: 'rollback';
  /** The last one that was deployed before when absent. */
  readonly revision?: number;
}

export interface UninstallCommand extends ReleaseOptions, Confirmed {
  readonly name: 'uninstall';
  readonly keepsHistory: boolean;
  readonly propagation: Propagation;
}

export interface UnlockCommand extends ReleaseOptions, Confirmed {
  readonly name: 'unlock';
}

export type ReleaseCommand = StatusCommand | RollbackCommand | UninstallCommand | UnlockCommand;

const shared: Options = {
  file: { type: 'string', short: 'f', multiple: true },
  chart: { type: 'string' },
  release: { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
  'allow-exec': { type: 'string', multiple: true },
  format: { type: 'string' },
};

const confirmation: Options = {
  yes: { type: 'boolean', short: 'y' },
  'confirm-context': { type: 'string' },
};

export function readReleaseCommand(
  name: ReleaseCommand['name'],
  args: readonly string[],
): Result<ReleaseCommand, string> {
  const read = options(args, {
    ...shared,
    ...(name !== 'status' && confirmation),
    ...(name === 'uninstall' && {
      'keep-history': { type: 'boolean' as const },
      cascade: { type: 'string' as const },
    }),
  });
  if (!read.ok) return read;
  const which = readWhich(name, read.value);
  if (!which.ok) return which;
  const { revision, ...release } = which.value;
  const { values } = read.value;
  const confirmed: Confirmed = {
    isConfirmed: values['yes'] === true,
    ...given('confirmedContext', text(values['confirm-context'])),
  };
  switch (name) {
    case 'status':
      return ok({ name, ...release });
    case 'unlock':
      return ok({ name, ...release, ...confirmed });
    case 'rollback':
      return ok({ name, ...release, ...confirmed, ...given('revision', revision) });
    case 'uninstall': {
      const cascade = text(values['cascade']) ?? 'background';
      const propagation = propagations[cascade];
      if (propagation === undefined)
        return failed(`--cascade is ${cascade}, but must be background, foreground or orphan.`);
      const keepsHistory = values['keep-history'] === true;
      return ok({ name, ...release, ...confirmed, keepsHistory, propagation });
    }
  }
}

/** The words of helm uninstall. */
const propagations: Readonly<Record<string, Propagation>> = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
};

function readWhich(
  name: ReleaseCommand['name'],
  { values, positionals }: Read,
): Result<ReleaseOptions & { readonly revision?: number }, string> {
  const format = text(values['format']) ?? 'text';
  if (format !== 'text' && format !== 'json')
    return failed(`--format is ${format}, but must be text or json.`);
  const files = texts(values['file']) ?? [];
  const named = text(values['release']);
  // With a file or --release, what stands alone is the revision.
  const [first, second, ...more] =
    files.length > 0 || named !== undefined ? [named, ...positionals] : positionals;
  const surplus = name === 'rollback' ? more[0] : second;
  if (surplus !== undefined) return failed(`${surplus} is one argument too many for ${name}.`);
  if (first === undefined && files.length === 0 && name !== 'status')
    return failed(`${name} needs a release, or the values file that was deployed: -f FILE.`);
  const revision = second === undefined ? undefined : Number(second);
  if (revision !== undefined && !(Number.isInteger(revision) && revision > 0))
    return failed(`${second ?? ''} is no revision; revisions are 1, 2, 3 and so on.`);
  return ok({
    files,
    format,
    ...given('release', first),
    ...given('revision', revision),
    ...given('chart', text(values['chart'])),
    ...given('namespace', text(values['namespace'])),
    ...given('context', text(values['context'])),
    ...given('kubeconfig', text(values['kubeconfig'])),
    ...given('allowExec', texts(values['allow-exec'])),
  });
}
