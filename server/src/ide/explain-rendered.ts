import { isParameterPath, isSamePath, modelPaths } from '../catalog/values-paths.ts';
import { flagName } from '../catalog/vllm-arguments.ts';
import { variableOf } from '../lint/script-parameters.ts';
import type { Path } from '../syntax/node.ts';
import { startedBy, type RenderedText, type Started } from './rendered-containers.ts';

/** Whether a hover over this key can tell something from the rendered manifests. */
export function concernsRendered(path: Path): boolean {
  return isSamePath(path.slice(0, 1), modelPaths['0.2']) || isParameterPath(path);
}

/**
 * What the manifests make of the model and its parameters, in Markdown: for a single key where it
 * went, for all of them the command that serves. Undefined when it is not to be seen in them.
 */
export function explainRendered(
  path: Path,
  documents: readonly RenderedText[],
): string | undefined {
  if (!concernsRendered(path)) return undefined;
  const started = startedBy(documents);
  const key = path.length > 1 ? path[1] : path[0] === 'model' ? 'model' : undefined;
  const parts = [
    ...(typeof key === 'string' ? places(key, started) : []),
    ...started.flatMap((one) => commandOf(one)),
  ];
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

function places(key: string, started: readonly Started[]): string[] {
  const variable = variableOf(key);
  const flag = `--${flagName(key)}`;
  const seen = new RegExp(String.raw`(?:^|\s)${flag}(?:=(\S*)|\s+(?!--)(\S+)|(?=\s|$))`);
  return started.flatMap(({ where, words, variables }) => {
    const value = variables.get(variable);
    const written = words.map((word) => seen.exec(word)?.[0].trim()).find((word) => word);
    const forms = [
      ...(value === undefined ? [] : [`\`${variable}=${value}\``]),
      ...(written === undefined ? [] : [`\`${written}\``]),
    ];
    return forms.length === 0 ? [] : [`Becomes ${forms.join(' and ')} of ${where}.`];
  });
}

/** `vllm serve …` as a shell would be given it. */
function commandOf({ words, where }: Started): string[] {
  const shell = words.find((word) => /\bvllm serve\b/.test(word));
  const at = words.findIndex((word, index) => word === 'vllm' && words[index + 1] === 'serve');
  const line =
    shell === undefined
      ? at === -1
        ? undefined
        : words.slice(at).map(quoteWord).join(' ')
      : /\bvllm serve\b[^\n]*/.exec(shell)?.[0].trim();
  return line === undefined ? [] : [`Served by ${where} with\n\n\`\`\`sh\n${line}\n\`\`\``];
}

function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
