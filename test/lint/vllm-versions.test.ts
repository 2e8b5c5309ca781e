import { describe, expect, it } from 'vitest';
import { releaseAfter, sinceOf, untilOf } from '../../server/src/catalog/life-span.ts';
import { removedArgument, vllmArguments } from '../../server/src/catalog/vllm-arguments.ts';
import { newestVllm, vllmReleases } from '../../server/src/catalog/vllm-releases.ts';
import { chart02 } from './charts.ts';
import { judge } from './judge.ts';

const flags = vllmArguments.flatMap(({ flag, flagLife: life }) =>
  life === undefined ? [] : [{ flag, since: sinceOf(life), until: untilOf(life) }],
);
const gone = flags.flatMap(({ flag, until }) => {
  const removedBy = until && releaseAfter(until, vllmReleases);
  return until && removedBy ? [{ flag, until, removedBy }] : [];
});
const young = flags.flatMap(({ flag, since }) => {
  const before = since && vllmReleases[vllmReleases.findIndex(({ text }) => text === since) - 1];
  return since && before ? [{ flag, since, before: before.text }] : [];
});

describe('flags against the vLLM of the image', () => {
  it('came and went', () => {
    expect(gone.length).toBeGreaterThan(40);
    expect(young.length).toBeGreaterThan(150);
  });

  it.each(gone)('$flag is gone by $removedBy, and was there in $until', (argument) => {
    expect(told(argument.flag, argument.removedBy)).toContain('removed-vllm-argument');
    expect(told(argument.flag, argument.until)).not.toContain('removed-vllm-argument');
  });

  it.each(young)('$flag is refused by $before, and came with $since', ({ flag, since, before }) => {
    expect(told(flag, before)).toContain('flag-needs-newer-vllm');
    expect(told(flag, since)).not.toContain('flag-needs-newer-vllm');
  });

  it.each(
    gone.flatMap(({ flag, removedBy }) => {
      const replacement = removedArgument(flag, newestVllm)?.replacement;
      return replacement === undefined ? [] : [{ flag, removedBy, replacement }];
    }),
  )('$flag is told with what replaces it', ({ flag, removedBy, replacement }) => {
    const found = findingsOf(flag, removedBy).find(({ rule }) => rule === 'removed-vllm-argument');
    expect(found?.message).toContain(replacement);
    // What to write in its place is another value, so nothing is certain.
    expect(found?.fixes ?? []).toEqual([]);
  });

  it('says nothing of either where the version is not known', () => {
    for (const tag of ['latest', 'nightly', 'main', 'v0.19.1-acme', 'v99.0.0'])
      for (const flag of ['async-scheduling', 'enable-prefix-caching'])
        expect(judge(text(flag, tag), chart02).findings.map(({ rule }) => rule)).not.toContain(
          flag === 'enable-prefix-caching' ? 'removed-vllm-argument' : 'flag-needs-newer-vllm',
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
