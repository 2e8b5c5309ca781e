import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import arguments_ from '../../server/src/catalog/data/vllm-arguments.json' with { type: 'json' };
import { removedArguments } from '../../server/src/catalog/vllm-arguments.ts';
import { chart02 } from './charts.ts';
import { judge } from './judge.ts';

const wheels = JSON.parse(
  readFileSync(join(import.meta.dirname, '../chart/vllm-arguments.json'), 'utf8'),
) as { readonly versions: Readonly<Record<string, { readonly flags: readonly string[] }>> };

describe('flags against the vLLM of the image', () => {
  it.each(removedArguments)('$flag is gone by $removedBy, and was there before', (argument) => {
    expect(told(argument.flag, argument.removedBy)).toContain('removed-vllm-argument');
    expect(told(argument.flag, before(argument.removedBy))).not.toContain('removed-vllm-argument');
  });

  it.each(removedArguments.filter(({ replacement }) => replacement !== undefined))(
    '$flag is told with what replaces it',
    ({ flag, removedBy, replacement }) => {
      const found = findingsOf(flag, removedBy).find(
        ({ rule }) => rule === 'removed-vllm-argument',
      );
      expect(found?.message).toContain(replacement);
      // What to write in its place is another value, so nothing is certain.
      expect(found?.fixes ?? []).toEqual([]);
    },
  );

  it.each(Object.entries(arguments_.notYetIn))(
    'what came after %s is refused by it',
    (tag, flags) => {
      const [later] = Object.keys(wheels.versions).filter((version) => version !== tag);
      for (const flag of flags) {
        expect(wheels.versions[tag]?.flags, flag).not.toContain(`--${flag}`);
        expect(told(flag, tag)).toContain('flag-needs-newer-vllm');
        expect(told(flag, later ?? '')).not.toContain('flag-needs-newer-vllm');
      }
    },
  );

  it('says nothing of either where the version is not known', () => {
    for (const tag of ['latest', 'nightly', 'main'])
      for (const flag of ['swap-space', 'async-scheduling'])
        expect(judge(text(flag, tag), chart02).findings.map(({ rule }) => rule)).not.toContain(
          flag === 'swap-space' ? 'removed-vllm-argument' : 'flag-needs-newer-vllm',
        );
  });
});

function told(flag: string, version: string): readonly string[] {
  return findingsOf(flag, version).map(({ rule }) => rule);
}

function findingsOf(flag: string, version: string) {
  return judge(text(flag, `v${version}`), chart02).findings;
}

function text(flag: string, tag: string): string {
  return `inference:\n  framework: vllm\n  modelServer:\n    image:\n      repository: vllm/vllm-openai\n      tag: ${tag}\nmodelParameters:\n  ${flag}: "1"\n`;
}

/** The release line before, which may still have the flag. */
function before(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return patch > 0 ? `${major}.${minor}.${patch - 1}` : `${major}.${minor - 1}.0`;
}
