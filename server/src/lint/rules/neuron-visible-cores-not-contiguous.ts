import { environmentVariable } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const neuronVisibleCoresNotContiguous: Rule = {
  id: 'neuron-visible-cores-not-contiguous',
  severity: 'error',
  summary: 'NEURON_RT_VISIBLE_CORES names cores that are not neighbours in rising order.',
  why: 'The Neuron runtime takes one core, a rising list or a range, and the cores must follow on each other. It refuses anything else when it initialises, and the server exits.',
  sources: [neuronSdk('neuron-runtime/guides/configuration-guide.rst')],
  *check({ config: { accelerator, values } }) {
    if (accelerator?.value !== 'neuron') return;
    const cores = environmentVariable(values, 'NEURON_RT_VISIBLE_CORES');
    if (cores === undefined || areContiguous(String(cores.value))) return;
    yield {
      at: cores,
      message: `NEURON_RT_VISIBLE_CORES is ${String(cores.value)}, but the Neuron runtime takes cores that follow on each other, such as 0-3 or 0,1,2,3, and refuses to start with others.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
            modelServer:
              env:
                - name: NEURON_RT_VISIBLE_CORES
                  value: "3,5,6"
          #              ^^^^^^^ neuron-cores-set-by-hand
          #              ^^^^^^^ neuron-visible-cores-not-contiguous
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            env:
              - name: NEURON_CC_FLAGS
                value: "-O1"
      `,
    ],
  },
};

/** Also true for what is no list of numbers, of which nothing is said. */
function areContiguous(list: string): boolean {
  const cores: number[] = [];
  for (const part of list.split(',')) {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part);
    if (match === null) return true;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first || last - first > 1024) return last >= first;
    for (let core = first; core <= last; core += 1) cores.push(core);
  }
  return cores.every((core, index) => index === 0 || core === (cores[index - 1] ?? 0) + 1);
}
