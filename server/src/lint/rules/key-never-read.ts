import { closest } from '../../schema/closest.ts';
import type { Path } from '../../syntax/node.ts';
import { historyOf } from '../../chart/known-chart.ts';
import { tellOtherReleases } from '../key-history.ts';
import type { Fix, Rule } from '../rule.ts';
import { helmValues } from '../sources.ts';
import type { UnreadKey } from '../unread-keys.ts';

export const keyNeverRead: Rule = {
  id: 'key-never-read',
  severity: 'warning',
  summary: 'No template of the chart reads this key.',
  why: 'Helm hands the templates whatever a values file holds and never asks whether anything reads it. A key that is misspelt or stands in the wrong map is passed over: the release succeeds, and runs with the default.',
  sources: [helmValues],
  *check({ config, chart, unreadKeys }) {
    for (const unread of unreadKeys()) {
      if (!unread.isUnknown) continue;
      const { fact } = unread;
      const key = String(fact.path.at(-1));
      const above = fact.path.slice(0, -1).join('.');
      const { hint, fixes } = advise(
        unread,
        (path) => config.values.at(path)?.origin.kind === 'document',
      );
      yield {
        at: fact,
        on: 'key',
        message: `No template of ${chart.name} ${chart.version} reads ${key}${above === '' ? '' : ` in ${above}`}: it has no effect.${hint || tellOtherReleases(fact.path, chart)}`,
        fixes,
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: vllm
            modelServer:
              deployment:
                replica: 2
          #     ^^^^^^^ key-never-read
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: vllm
            modelServer:
              deployment:
                replicas: 2
        `,
      },
      {
        text: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: nim-container
            modelServer:
              deployment:
                nim:
          #     ^^^ key-never-read
                  env:
                    NIM_MAX_MODEL_LEN: "4096"
        `,
        fixed: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: nim-container
            modelServer:
              deployment:
                nimContainer:
                  env:
                    NIM_MAX_MODEL_LEN: "4096"
        `,
      },
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
              rayVersion: "2.46.0"
          #   ^^^^^^^^^^ key-never-read
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
            rayOptions:
              rayVersion: "2.46.0"
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        x-labels:
          team: search
        inference:
          framework: vllm
          modelServer:
            env:
              ANY_NAME: "1"
      `,
    ],
  },
};

/** The key that was meant, or the place where it is read. */
function advise(
  { fact, reads }: UnreadKey,
  isWritten: (path: Path) => boolean,
): { readonly hint: string; readonly fixes: readonly Fix[] } {
  const { path, value } = fact;
  const key = String(path.at(-1));
  const above = path.slice(0, -1);
  const renamed = historyOf(path).renamedTo?.at(-1);
  if (renamed !== undefined && reads.keys(above).includes(renamed))
    return {
      hint: ` It is called ${renamed} now.`,
      fixes: isWritten([...above, renamed]) ? [] : [renameTo(path, renamed)],
    };
  const [place, ...others] = reads.pathsOf(key);
  if (place !== undefined && others.length === 0) {
    const isPlain = typeof value !== 'object' && !isWritten(place);
    return {
      hint: ` The chart reads ${place.join('.')}.`,
      fixes: isPlain
        ? [
            {
              title: `Move ${key} to ${place.join('.')}`,
              isSafe: false,
              edits: [{ kind: 'move', path, to: place }],
            },
          ]
        : [],
    };
  }
  const alike = closest(key, reads.keys(above)).filter((name) => !isWritten([...above, name]));
  return {
    hint: alike[0] === undefined ? '' : ` Did you mean ${alike[0]}?`,
    fixes: alike.slice(0, 3).map((name) => renameTo(path, name)),
  };
}

function renameTo(path: Path, key: string): Fix {
  return {
    title: `Rename ${String(path.at(-1))} to ${key}`,
    isSafe: false,
    edits: [{ kind: 'rename', path, key }],
  };
}
