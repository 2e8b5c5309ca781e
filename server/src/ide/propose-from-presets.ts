import type { Preset } from '../chart/preset.ts';
import type { Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import type { ValueProposal } from './proposal.ts';

/**
 * Images and versions that presets of the same accelerator and framework have at this path, the most
 * used first: nothing lists all that exist, but what the presets run together works.
 */
export function proposeFromPresets(
  { config }: Analysis,
  path: Path,
  presets: readonly Preset[],
): readonly ValueProposal[] {
  const users = new Map<string, Preset[]>();
  for (const preset of presets) {
    if (preset.accelerator !== config.accelerator?.value) continue;
    if (preset.framework !== config.framework?.value) continue;
    const version = preset.versions.get(path.join('.'));
    if (version === undefined) continue;
    const known = users.get(version);
    if (known === undefined) users.set(version, [preset]);
    else known.push(preset);
  }
  return [...users]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([value, using]) => ({
      value,
      kind: 'value',
      detail: using.length === 1 ? 'in a preset' : `in ${using.length} presets`,
      documentation: listTitles(using),
    }));
}

/** As many as can be read at a glance. */
function listTitles(presets: readonly Preset[]): string {
  const shown = presets.slice(0, 8).map(({ title }) => `- ${title}`);
  const more = presets.length - shown.length;
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}
