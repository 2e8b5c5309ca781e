import { llamaServerArgument, llamaServerKey } from '../catalog/llama-server.ts';
import type { Fact } from '../model/merged-values.ts';
import { llamaServerParameters } from './llama-server-parameters.ts';
import type { Finding, Fix, Subject } from './rule.ts';

/**
 * Switches of llama-server that are given a value: charts print true as the flag alone and leave
 * false out, but put any other value behind the flag, where it is an argument of its own.
 */
export function* llamaServerSwitches(subject: Subject): Iterable<Finding> {
  for (const { key, flag, fact } of llamaServerParameters(subject)) {
    const argument = llamaServerArgument(flag);
    if (argument?.value !== 'none' || argument.olderValue !== undefined) continue;
    const { value } = fact;
    if ((typeof value !== 'string' && typeof value !== 'number') || value === '') continue;
    const isNegation = argument.negations?.includes(flag) === true;
    const fix = fixOf(fact, isNegation ? undefined : argument.negations?.[0]);
    yield {
      at: fact,
      message: `This chart prints --${flag} ${String(value)}, but the flag takes no value: llama-server stops with "error: invalid argument: ${String(value)}". Write ${key}: true to print the flag, or leave it out.`,
      ...(fix && { fixes: [fix] }),
    };
  }
}

/** Text in quotes that says on or off; anything else was meant in a way that we do not know. */
function fixOf({ path, value }: Fact, negation: string | undefined): Fix | undefined {
  const text = String(value).toLowerCase();
  const key = String(path.at(-1));
  if (['true', 'on', 'yes', '1'].includes(text))
    return {
      title: `Set ${key} to true`,
      isSafe: false,
      edits: [{ kind: 'set', path, value: true }],
    };
  if (!['false', 'off', 'no', '0'].includes(text)) return undefined;
  const off = negation === undefined ? undefined : llamaServerKey(negation);
  if (off === undefined)
    return { title: `Remove ${key}`, isSafe: false, edits: [{ kind: 'remove', path }] };
  return {
    title: `Write ${off}: true`,
    isSafe: false,
    edits: [
      { kind: 'set', path, value: true },
      { kind: 'rename', path, key: off },
    ],
  };
}
