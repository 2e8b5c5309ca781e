import { failed, ok, type Result } from '../base/result.ts';
import { readChart, type PullChartCommand } from './chart-arguments.ts';
import { readFit, type FitCommand } from './fit-arguments.ts';
import { readPresets, type PresetsCommand } from './preset-arguments.ts';
import { given, options, text, texts, type Options, type Read } from './read-options.ts';
import { readReleaseCommand, type ReleaseCommand } from './release-arguments.ts';
import type { ValuesOptions } from './values-input.ts';

/** A command line that makes sense. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | CheckCommand
  | RenderCommand
  | FitCommand
  | PullChartCommand
  | PresetsCommand
  | PlanCommand
  | DeployCommand
  | ReleaseCommand;

export interface CheckCommand {
  readonly name: 'check';
  /** Files and folders, as they were written. */
  readonly targets: readonly string[];
  readonly chart?: string;
  readonly after?: readonly string[];
  readonly format: CheckFormat;
}

export const checkFormats = ['text', 'json', 'sarif', 'github'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export interface RenderCommand extends ValuesOptions {
  readonly name: 'render';
}

/** What plan and deploy share. */
export interface PlanOptions extends ValuesOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Commands of the kubeconfig that may be run although they are not known. */
  readonly allowExec?: readonly string[];
  readonly format: 'text' | 'json';
}

export interface PlanCommand extends PlanOptions {
  readonly name: 'plan';
}

export interface DeployCommand extends PlanOptions {
  readonly name: 'deploy';
  /** The user said yes beforehand. */
  readonly isConfirmed: boolean;
  /** Typed beforehand: must be the context that is written to. */
  readonly confirmedContext?: string;
}

/** The failure is one sentence for the user. */
export function readArguments(args: readonly string[]): Result<Command, string> {
  const [first, ...rest] = args;
  if (args.includes('--help') || args.includes('-h') || first === 'help' || first === undefined)
    return ok({ name: 'help' });
  if (first === '--version' || first === 'version') return ok({ name: 'version' });
  switch (first) {
    case 'check':
      return readCheck(rest);
    case 'render':
      return readRender(rest);
    case 'fit':
      return readFit(rest);
    case 'chart':
      return readChart(rest);
    case 'presets':
      return readPresets(rest);
    case 'plan':
    case 'deploy':
      return readPlan(first, rest);
    case 'status':
    case 'rollback':
    case 'uninstall':
    case 'unlock':
      return readReleaseCommand(first, rest);
    default:
      return failed(
        first.startsWith('-')
          ? `A command must come before ${first}: check, render, fit, chart, presets, plan, deploy, status, rollback, uninstall or unlock.`
          : `There is no command ${first}; the commands are check, render, fit, chart, presets, plan, deploy, status, rollback, uninstall and unlock.`,
      );
  }
}

function readCheck(args: readonly string[]): Result<Command, string> {
  const read = options(args, {
    chart: { type: 'string' },
    after: { type: 'string', multiple: true },
    format: { type: 'string' },
  });
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const asked = text(values['format']) ?? 'text';
  const format = checkFormats.find((known) => known === asked);
  if (format === undefined)
    return failed(`--format is ${asked}, but must be text, json, sarif or github.`);
  if (positionals.length === 0) return failed('check needs a file or folder to check.');
  return ok({
    name: 'check',
    targets: positionals,
    format,
    ...given('chart', text(values['chart'])),
    ...given('after', texts(values['after'])),
  });
}

const valuesOptions: Options = {
  chart: { type: 'string' },
  release: { type: 'string' },
  namespace: { type: 'string', short: 'n' },
  file: { type: 'string', short: 'f', multiple: true },
};

function readRender(args: readonly string[]): Result<Command, string> {
  const read = options(args, valuesOptions);
  if (!read.ok) return read;
  const values = readValuesOptions('render', read.value);
  return values.ok ? ok({ name: 'render', ...values.value }) : values;
}

function readPlan(name: 'plan' | 'deploy', args: readonly string[]): Result<Command, string> {
  const read = options(args, {
    ...valuesOptions,
    context: { type: 'string' },
    kubeconfig: { type: 'string' },
    'allow-exec': { type: 'string', multiple: true },
    format: { type: 'string' },
    ...(name === 'deploy' && {
      yes: { type: 'boolean', short: 'y' },
      'confirm-context': { type: 'string' },
    }),
  });
  if (!read.ok) return read;
  const { values } = read.value;
  const format = text(values['format']) ?? 'text';
  if (format !== 'text' && format !== 'json')
    return failed(`--format is ${format}, but must be text or json.`);
  const shared = readValuesOptions(name, read.value);
  if (!shared.ok) return shared;
  const plan: PlanOptions = {
    ...shared.value,
    format,
    ...given('context', text(values['context'])),
    ...given('kubeconfig', text(values['kubeconfig'])),
    ...given('allowExec', texts(values['allow-exec'])),
  };
  if (name === 'plan') return ok({ name, ...plan });
  return ok({
    name,
    ...plan,
    isConfirmed: values['yes'] === true,
    ...given('confirmedContext', text(values['confirm-context'])),
  });
}

function readValuesOptions(
  name: string,
  { values, positionals }: Read,
): Result<ValuesOptions, string> {
  // `-f a.yaml b.yaml` reads as it looks.
  const [file, ...later] = [...(texts(values['file']) ?? []), ...positionals];
  if (file === undefined) return failed(`${name} needs a values file: -f FILE.`);
  return ok({
    files: [file, ...later],
    ...given('chart', text(values['chart'])),
    ...given('release', text(values['release'])),
    ...given('namespace', text(values['namespace'])),
  });
}
