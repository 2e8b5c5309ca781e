import { isParameterPath, isSamePath, paths } from '../catalog/values-paths.ts';
import { mainFlag } from '../catalog/vllm-arguments.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import type { ValueEdit } from '../syntax/edit-values.ts';
import type { Path } from '../syntax/node.ts';
import type { Fix } from './fix.ts';
import type { Finding } from './rule.ts';

/**
 * The finding with fixes that write where the parameter stands: a parameter that extraArgs or
 * engineKwargs decide is set there, and an item keeps its form (`--max-model-len=4096`). A fix that
 * cannot be written so is left out.
 */
export function placeFixes(finding: Finding, config: InferenceConfig): Finding {
  if (finding.fixes === undefined) return finding;
  return { ...finding, fixes: finding.fixes.flatMap((fix) => placeFix(fix, finding.at, config)) };
}

function placeFix(fix: Fix, at: Fact, config: InferenceConfig): readonly Fix[] {
  // Edits that move or remove keys too, as migrations do, say themselves what stands where.
  if (fix.edits.length > 1 && fix.edits.some(({ kind }) => kind !== 'set')) return [fix];
  const edits = fix.edits.map((edit) => placeEdit(edit, config, at.path));
  return edits.every((edit) => edit !== undefined) ? [{ ...fix, edits }] : [];
}

/**
 * The edit that sets the parameter where it stands. Undefined: it stands in another file, or among
 * other flags in one item.
 * @param asked a path that is meant as it is: that of the finding.
 */
export function placeEdit(
  edit: ValueEdit,
  config: InferenceConfig,
  asked: Path = [],
): ValueEdit | undefined {
  if (isItem(edit.path)) return placeInItem(edit, config);
  const [, key] = edit.path;
  if (edit.kind !== 'set' || !isParameterPath(edit.path) || edit.path.length !== 2) return edit;
  const fact = config.flags.get(mainFlag(String(key)));
  if (fact === undefined || isParameterPath(fact.path) || isSamePath(edit.path, asked)) return edit;
  if (fact.origin.kind !== 'document') return undefined;
  const placed: ValueEdit = { ...edit, path: fact.path };
  return fact.argument === undefined ? placed : placeInItem(placed, config);
}

function placeInItem(edit: ValueEdit, { flags }: InferenceConfig): ValueEdit | undefined {
  const here = [...flags.values()].filter(({ path }) => isSamePath(path, edit.path));
  const [argument, ...others] = here.flatMap(({ argument: one }) => one ?? []);
  // A list comes whole from one file.
  if (here.some(({ origin }) => origin.kind !== 'document')) return undefined;
  // An item that is no value of a flag, or a rule that writes the whole item.
  if (argument === undefined || (edit.kind === 'set' && /^-/.test(String(edit.value)))) return edit;
  // Without its value a flag of its own item takes the next one.
  if (edit.kind !== 'set') return argument.before === '' ? undefined : edit;
  if (argument.before === undefined || others.length > 0) return undefined;
  return { ...edit, value: `${argument.before}${String(edit.value)}` };
}

function isItem(path: Path): boolean {
  const { extraArgs } = paths;
  return path.length === extraArgs.length + 1 && isSamePath(path.slice(0, -1), extraArgs);
}
