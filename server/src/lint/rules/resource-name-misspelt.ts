import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter, kubernetes } from '../sources.ts';

/**
 * Spellings seen in the field, none of which any device plugin registers. Only domains whose
 * plugins are known stand here: below another one any name may be a plugin's own.
 */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/^(nvidia|nvidia\.com)[/.:]gpus?$/i, 'nvidia.com/gpu'],
  [/^gpus?$/i, 'nvidia.com/gpu'],
  [/^aws\.amazon\.com[/.:]neuron(-?device)?s?$/i, 'aws.amazon.com/neuron'],
  [/^aws\.amazon\.com[/.:]neuron-?cores?$/i, 'aws.amazon.com/neuroncore'],
  [
    /^(amazonaws\.com|aws\.amazonaws\.com|neuron\.amazonaws\.com|aws)\/neurons?$/i,
    'aws.amazon.com/neuron',
  ],
  [/^aws\.amazon\.com\/(inferentia|trainium)2?$/i, 'aws.amazon.com/neuron'],
  [/^neurons?$/i, 'aws.amazon.com/neuron'],
  [/^(vpc\.amazonaws\.com|aws\.amazon\.com|vpc\.amazon\.com)\/efas?$/i, 'vpc.amazonaws.com/efa'],
];

/** Names that look misspelt and are real. */
const real: ReadonlySet<string> = new Set([
  'nvidia.com/gpu',
  'aws.amazon.com/neuron',
  'aws.amazon.com/neuroncore',
  'aws.amazon.com/neurondevice',
  'vpc.amazonaws.com/efa',
]);

export const resourceNameMisspelt: Rule = {
  id: 'resource-name-misspelt',
  severity: 'error',
  summary: 'A device is asked for under a name that no device plugin registers.',
  why: 'The scheduler compares resource names letter by letter. No node offers a misspelt one, so the pod stays Pending with "Insufficient …"; a name without a slash is refused by the API server at once.',
  sources: [
    karpenter('concepts/scheduling'),
    kubernetes('concepts/configuration/manage-resources-containers'),
  ],
  *check({ config: { limits, requests } }) {
    for (const quantities of [limits, requests])
      for (const [name, fact] of quantities) {
        const meant = real.has(name) ? undefined : spellings.find(([form]) => form.test(name))?.[1];
        const at = blame(fact);
        if (meant === undefined || at === undefined) continue;
        const isTaken = quantities.get(meant)?.origin.kind === 'document';
        yield {
          at,
          on: 'key',
          message: `No device plugin offers ${name}; the resource is called ${meant}. As written the pod never runs.`,
          ...(!isTaken && {
            fixes: [
              {
                title: `Rename to ${meant}`,
                isSafe: true,
                edits: [{ kind: 'rename', path: fact.path, key: meant }],
              },
            ],
          }),
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
                resources:
                  gpu:
                    limits:
                      nvidia.com/gpus: 1
          #           ^^^^^^^^^^^^^^^ resource-name-misspelt
                    requests:
                      nvidia.com.gpu: 1
          #           ^^^^^^^^^^^^^^ resource-name-misspelt
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    limits:
                      nvidia.com/gpu: 1
                    requests:
                      nvidia.com/gpu: 1
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    ephemeral-storage: 100Gi
                    hugepages-2Mi: 512Mi
                    nvidia.com/gpu.shared: 1
                  limits:
                    ephemeral-storage: 100Gi
                    hugepages-2Mi: 512Mi
                    nvidia.com/gpu.shared: 1
        modelParameters:
          gpuMemoryUtilization: 0.4
      `,
      // Devices of other plugins, of AWS and of other makers.
      `
        inference:
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: null
                    k8s.amazonaws.com/vgpu: 4
                  limits:
                    nvidia.com/gpu: null
                    k8s.amazonaws.com/vgpu: 4
        modelParameters:
          gpuMemoryUtilization: 0.4
      `,
      `
        inference:
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 1
                    nvidia.com/gpumem: 8000
                    volcano.sh/vgpu-number: 1
                    gpu.intel.com/i915: 1
                  limits:
                    nvidia.com/gpu: 1
                    nvidia.com/gpumem: 8000
                    volcano.sh/vgpu-number: 1
                    gpu.intel.com/i915: 1
      `,
    ],
  },
};
