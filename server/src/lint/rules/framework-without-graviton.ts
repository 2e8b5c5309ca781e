import type { Framework } from '../../catalog/frameworks.ts';
import { blame, keyOf } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027 } from '../sources.ts';

export const frameworkWithoutGraviton: Rule = {
  id: 'framework-without-graviton',
  severity: 'error',
  summary: 'This framework does not run on Graviton.',
  why: 'The templates of the other frameworks have no branch for graviton: the pod asks for no cpu or memory and for no arm64 node, and runs a CUDA server that finds no GPU. Only vllm and aibrix with a CPU image, and llama-cpp, run there. (NIM ignores the accelerator.)',
  sources: [publishedChart027],
  *check({ config: { accelerator, framework, generation, known } }) {
    if (generation !== '0.2' || accelerator?.value !== 'graviton') return;
    if (framework === undefined || !isWithoutGraviton(known.framework)) return;
    const at = blame(framework, accelerator);
    if (at === undefined) return;
    yield {
      at,
      message: `framework ${framework.value} does not run on Graviton: its template asks for no arm64 node and its server finds no GPU. Use llama-cpp, or vllm with a CPU image, or set accelerator to gpu.`,
      related: [framework, accelerator]
        .filter((fact) => fact !== at)
        .map((fact) => ({ at: fact, message: `${keyOf(fact)} is ${fact.value} here.` })),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
          #              ^^^^^^^^ related framework-without-graviton
            framework: diffusers
          #            ^^^^^^^^^ framework-without-graviton
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: graviton
          framework: llama-cpp
      `,
    ],
  },
};

/** NIM asks for its GPUs whatever the accelerator is. */
function isWithoutGraviton(framework: Framework | undefined): boolean {
  if (framework === undefined || framework.server === 'nim') return false;
  return !framework.runsOn.includes('graviton');
}
