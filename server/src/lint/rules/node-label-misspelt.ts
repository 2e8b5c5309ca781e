import { gpus } from '../../catalog/gpus.ts';
import { neuronDevices } from '../../catalog/neuron.ts';
import { paths } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter } from '../sources.ts';

const selector = paths.nodeSelector;

const gpuNames = gpus.flatMap(({ karpenterName }) => karpenterName ?? []);
const chipNames = neuronDevices.flatMap(({ karpenterName }) => karpenterName ?? []);

/** What people write for a label's value, folded, and what nodes carry. */
const spellings: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  'kubernetes.io/arch': new Map([
    ['x8664', 'amd64'],
    ['x64', 'amd64'],
    ['amd64', 'amd64'],
    ['aarch64', 'arm64'],
    ['arm', 'arm64'],
    ['arm64', 'arm64'],
  ]),
  'karpenter.k8s.aws/instance-gpu-name': new Map(gpuNames.map((name) => [fold(name), name])),
  'karpenter.k8s.aws/instance-accelerator-name': new Map(
    chipNames.map((name) => [fold(name), name]),
  ),
};

export const nodeLabelMisspelt: Rule = {
  id: 'node-label-misspelt',
  severity: 'error',
  summary: 'nodeSelector asks for a known label in a spelling that no node has.',
  why: 'Labels are compared letter by letter. Karpenter writes names of GPUs and chips in lower case (a10g, inferentia2), and Kubernetes calls processors amd64 and arm64. Another spelling matches no node, and the pod stays Pending with "didn\'t match Pod\'s node affinity/selector".',
  sources: [karpenter('concepts/scheduling')],
  *check({ config: { instanceType, known, values } }) {
    // With an instance type the label is compared with what that type has.
    if (instanceType !== undefined && known.machine !== undefined) return;
    for (const [label, names] of Object.entries(spellings)) {
      const asked = values.at([...selector, label]);
      const at = blame(asked);
      if (at === undefined || typeof at.value !== 'string') continue;
      const meant = names.get(fold(at.value));
      if (meant === undefined || meant === at.value) continue;
      yield {
        at,
        message: `No node has ${label} ${at.value}: the label is spelt ${meant}. As written it matches no node, and the pod stays Pending.`,
        fixes: [
          {
            title: `Set it to ${meant}`,
            isSafe: true,
            edits: [{ kind: 'set', path: at.path, value: meant }],
          },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                nodeSelector:
                  karpenter.k8s.aws/instance-gpu-name: A10G
          #                                            ^^^^ node-label-misspelt
                  kubernetes.io/arch: x86_64
          #                           ^^^^^^ node-label-misspelt
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                nodeSelector:
                  karpenter.k8s.aws/instance-gpu-name: a10g
                  kubernetes.io/arch: amd64
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              nodeSelector:
                karpenter.k8s.aws/instance-gpu-name: l40s
                kubernetes.io/arch: amd64
                example.com/pool: A10G
      `,
    ],
  },
};

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
