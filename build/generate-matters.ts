import { writeFileSync } from 'node:fs';
import { matterGroups } from './matters/index.ts';
import type { Answer } from './matters/matter.ts';

/** The page that says of each matter who answers for it. */
export function generateMatters(): string {
  return [
    '# What is checked, and what is not',
    '',
    'A false alarm costs more than a miss. A rule speaks only when the values, the chart, the catalog and the facts of the model decide the matter; what they do not decide is left to those who can: the memory estimate, the plan against the cluster, the rollout. This page says of everything that we know to go wrong who answers for it. Written by `npm run generate` from `build/matters`.',
    '',
    ...matterGroups.flatMap(({ title, matters }) => [
      `## ${title}`,
      '',
      '| | matter | answered by |',
      '|---|---|---|',
      ...matters.map(({ id, matter, answer }) => `| ${id} | ${matter} | ${tell(answer)} |`),
      '',
    ]),
    '## Not a values file',
    '',
    'Manifests, Compose files, values of other charts, templates, workflows and files for the wrong generation are told apart before any rule runs.',
    '',
  ].join('\n');
}

export function writeMatters(): number {
  writeFileSync(new URL('../docs/what-is-checked.md', import.meta.url), generateMatters());
  return matterGroups.reduce((count, { matters }) => count + matters.length, 0);
}

function tell(answer: Answer): string {
  switch (answer.kind) {
    case 'rules':
      return `${links(answer.ids)}${answer.note === undefined ? '' : `. ${answer.note}`}`;
    case 'schema':
      return `schema: ${links(answer.codes)}`;
    case 'render':
      return `a render: ${links(answer.codes)}`;
    case 'memory-fit':
      return `memory fit: ${answer.note}`;
    case 'plan':
      return `the plan against the cluster: ${answer.note}`;
    case 'rollout':
      return `the rollout's cause: ${answer.note}`;
    case 'editor':
      return `the editor: ${answer.note}`;
    case 'refused':
      return `not checked: ${answer.why}`;
  }
}

function links(ids: readonly string[]): string {
  return ids.map((id) => `[${id}](rules/${id}.md)`).join(', ');
}

if (import.meta.main) console.log(`${writeMatters()} matters in docs/what-is-checked.md.`);
