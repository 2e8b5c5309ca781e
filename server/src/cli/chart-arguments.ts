import { failed, ok, type Result } from '../base/result.ts';
import { given, options, text } from './read-options.ts';

export interface PullChartCommand {
  readonly name: 'chart pull';
  readonly version?: string;
  readonly repository?: string;
  readonly destination?: string;
  readonly isUnpacked: boolean;
  readonly format: 'text' | 'json';
}

/** What follows `chart`. */
export function readChart([verb, ...args]: readonly string[]): Result<PullChartCommand, string> {
  if (verb !== 'pull')
    return failed(
      verb === undefined
        ? 'chart needs to know what to do: chart pull.'
        : `There is no command chart ${verb}; there is chart pull.`,
    );
  const read = options(args, {
    version: { type: 'string' },
    repo: { type: 'string' },
    destination: { type: 'string' },
    untar: { type: 'boolean' },
    format: { type: 'string' },
  });
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const format = text(values['format']) ?? 'text';
  if (format !== 'text' && format !== 'json')
    return failed(`--format is ${format}, but must be text or json.`);
  if (positionals[0] !== undefined)
    return failed(`chart pull takes no ${positionals[0]}; a repository is named by --repo.`);
  return ok({
    name: 'chart pull',
    format,
    isUnpacked: values['untar'] === true,
    ...given('version', text(values['version'])),
    ...given('repository', text(values['repo'])),
    ...given('destination', text(values['destination'])),
  });
}
