import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { sharedMemoryPaths } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027 } from '../sources.ts';

const path = sharedMemoryPaths['0.2'];

export const sharedMemoryVolumeMissing: Rule = {
  id: 'shared-memory-volume-missing',
  severity: 'error',
  summary: 'The pod mounts /dev/shm, but without sharedMemory the chart prints no volume for it.',
  why: 'The template mounts the volume dshm in every pod and prints the volume only while sharedMemory is set. Without it the API server refuses the Deployment: volumeMounts[0].name: Not found: "dshm".',
  sources: [publishedChart027],
  *check({ config, chart }) {
    const { known, values } = config;
    if (!chart.faults.losesSharedMemoryVolume || !isVllmDeployment(known.framework)) return;
    const size = values.at(path);
    if (size !== undefined && size.value !== '' && size.value !== 0 && size.value !== false) return;
    // A null takes the chart's default away, so that no fact is left of the line that does.
    const at = size ?? { path, value: null, origin: { kind: 'document' } };
    yield {
      at,
      on: 'key',
      message: `sharedMemory is empty, so ${chart.name} ${chart.version} prints no volume for /dev/shm, and still mounts it: the API server refuses the Deployment. Set a size, or remove the line for the chart's default.`,
      fixes: [
        {
          title: 'Set sharedMemory to 1Gi',
          isSafe: false,
          edits: [{ kind: 'set', path, value: '1Gi' }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: vllm
            modelServer:
              deployment:
                sharedMemory: null
          #     ^^^^^^^^^^^^ shared-memory-volume-missing
        `,
        fixed: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: vllm
            modelServer:
              deployment:
                sharedMemory: "1Gi"
        `,
      },
      {
        text: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: aibrix
            modelServer:
              deployment:
                sharedMemory: ""
          #     ^^^^^^^^^^^^ shared-memory-volume-missing
        `,
        fixed: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: aibrix
            modelServer:
              deployment:
                sharedMemory: "1Gi"
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../known-0.2
        inference:
          framework: vllm
          modelServer:
            deployment:
              sharedMemory: 16Gi
      `,
      `
        # inference-charts: chart=../known-0.2
        inference:
          accelerator: graviton
          framework: llama-cpp
          modelServer:
            deployment:
              sharedMemory: null
      `,
    ],
  },
};
