import type { Target } from '../cluster/target.ts';
import type { Plan } from '../plan/plan.ts';
import type { ReleaseName } from '../release/release-store.ts';
import type { Check } from '../serving/serve.ts';

/** Commands that ask the model, ready to paste: the first one stays open while the second is used. */
export function sayHowToAsk({ endpoint, smoke }: Check, { context }: Target): string | undefined {
  if (endpoint === undefined) return undefined;
  const { service, namespace, port } = endpoint;
  const forward = `kubectl port-forward --context ${word(context)} --namespace ${namespace} service/${service} ${localPort}:${port}`;
  if (smoke.kind !== 'answers') return forward;
  return `${forward}\n${curl(`http://127.0.0.1:${localPort}`, smoke)}`;
}

const localPort = 8000;

/** One request with the name that the server itself gives its model. */
export function curl(
  url: string,
  { model, api }: { readonly model: string; readonly api: 'chat' | 'completions' },
): string {
  const [path, question] =
    api === 'chat'
      ? ['/v1/chat/completions', { messages: [{ role: 'user', content: 'Say hello.' }] }]
      : ['/v1/completions', { prompt: 'Hello, my name is' }];
  const body = JSON.stringify({ model, max_tokens: 64, ...question });
  return `curl ${url}${path} -H 'Content-Type: application/json' -d ${word(body)}`;
}

/** What can be done with a deployment that does not serve; nothing of it is done by itself. */
export function sayWaysOut({ release, target, head }: Plan): string {
  const name = { release: release.name, namespace: release.namespace };
  return head === undefined
    ? `It stays as it is. To delete it: ${sayCommand({ verb: 'uninstall', ...name }, target)}`
    : `It stays as it is. To go back: ${sayCommand({ verb: 'rollback', ...name, revision: head.revision }, target)}`;
}

interface Command extends ReleaseName {
  readonly verb: 'uninstall' | 'rollback' | 'unlock';
  readonly revision?: number;
}

/** A command of ours for one release, ready to paste. */
export function sayCommand(
  { verb, release, namespace, revision }: Command,
  { context }: Pick<Target, 'context'>,
): string {
  const what = revision === undefined ? release : `${release} ${revision}`;
  return `inference-charts ${verb} ${what} --context ${word(context)} --namespace ${namespace}`;
}

/** For a POSIX shell. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
