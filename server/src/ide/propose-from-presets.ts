import type { Preset } from '../chart/preset.ts';
import { findNode, type Path } from '../syntax/node.ts';
import { parse } from '../syntax/parse.ts';
import type { Analysis } from './analysis.ts';
import type { ValueProposal } from './proposal.ts';

/** Images and versions: nothing lists all that exist, but what the presets run together works. */
const paths: ReadonlySet<string> = new Set([
  'inference.modelServer.image.repository',
  'inference.modelServer.image.tag',
  'inference.modelServer.vllmVersion',
  'inference.modelServer.pythonVersion',
  'inference.rayOptions.rayVersion',
]);

/** What presets of the same accelerator and framework have at this path, the most used first. */
export function proposeFromPresets(
  { config }: Analysis,
  path: Path,
  presets: readonly Preset[],
): readonly ValueProposal[] {
  if (!paths.has(path.join('.'))) return [];
  const users = new Map<string, Preset[]>();
  for (const preset of presets) {
    if (preset.accelerator !== config.accelerator?.value) continue;
    if (preset.framework !== config.framework?.value) continue;
    const node = findNode(parse(preset.text).root, path);
    if (node?.kind !== 'scalar' || node.source === '') continue;
    const known = users.get(node.source);
    if (known === undefined) users.set(node.source, [preset]);
    else known.push(preset);
  }
  return [...users]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([value, using]) => ({
      value,
      kind: 'value',
      detail: using.length === 1 ? 'in a preset' : `in ${using.length} presets`,
      documentation: using.map(({ title }) => `- ${title}`).join('\n'),
    }));
}
