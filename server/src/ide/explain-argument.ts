import { isParameterPath, isSamePath } from '../catalog/values-paths.ts';
import { mainFlag, parameterName } from '../catalog/vllm-arguments.ts';
import { listOf } from '../lint/blame.ts';
import type { Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';

/**
 * Which parameter an item of extraArgs sets, and for a parameter that something else decides, what.
 * Undefined elsewhere.
 */
export function explainArgument({ config }: Analysis, path: Path): string | undefined {
  const { flags } = config;
  const set = [...flags.values()].find(
    (fact) => fact.argument !== undefined && isSamePath(fact.path, path),
  );
  if (set?.argument !== undefined)
    return `Sets \`${parameterName(set.argument.flag)}\` to \`${String(set.value)}\`.`;
  if (!isParameterPath(path) || path.length !== 2) return undefined;
  const flag = mainFlag(String(path[1]));
  const wins = flags.get(flag);
  const list = wins && listOf(wins);
  if (wins === undefined || list === undefined || config.known.undecidedFlags.has(flag))
    return undefined;
  return `vLLM takes \`${String(wins.value)}\`, from ${list}: the last one counts.`;
}
