import { parameterPath, paths, sharedMemoryPaths } from '../../server/src/catalog/values-paths.ts';
import type { InferenceConfig } from '../../server/src/model/inference-config.ts';
import type { ValueEdit } from '../../server/src/syntax/edit-values.ts';
import type { Path } from '../../server/src/syntax/node.ts';

/**
 * What a preset leaves to the chart in the box and charts of generation 0.2 have otherwise or not at
 * all, as the preset would write it in the words of the box.
 */
export function defaultsOfTheBox(config: InferenceConfig): readonly ValueEdit[] {
  return [...parameters(config), ...(config.isRay ? forScript(config) : forPod(config))];
}

function parameters({ accelerator, values }: InferenceConfig): readonly ValueEdit[] {
  const needless: ReadonlySet<string> = new Set([
    ...withoutEffect,
    ...(accelerator?.value === 'neuron' ? ofGpus : []),
  ]);
  return values.keys(paths.modelParameters).flatMap((key): ValueEdit[] => {
    const { path, value, origin } = values.at(parameterPath(key)) ?? { path: [], value: undefined };
    if (origin?.kind !== 'chart' || needless.has(key)) return [];
    if (typeof value !== 'number' && typeof value !== 'boolean') return [];
    return [{ kind: 'set', path, value }];
  });
}

/** What vLLM has by itself, passes over, or has no more. */
const withoutEffect = [
  ...['pipelineParallelSize', 'maxParallelLoadingWorkers', 'tokenizerPoolSize', 'numGpus'],
];

/** Memory of Neuron devices is laid out when the model is compiled. */
const ofGpus = ['gpuMemoryUtilization'];

/**
 * The script of published charts asks for MAX_NUM_SEQ, and turns chunked prefill off, with which a
 * step must hold a whole prompt.
 */
function forScript(config: InferenceConfig): readonly ValueEdit[] {
  const { maxModelLen, maxNumBatchedTokens, maxNumSeqs } = config;
  const path = parameterPath('maxNumBatchedTokens');
  const isShort = (maxNumBatchedTokens?.value ?? 0) < (maxModelLen?.value ?? 0);
  return [
    ...(isShort && maxModelLen ? [{ kind: 'set', path, value: maxModelLen.value } as const] : []),
    ...(maxNumSeqs
      ? [{ kind: 'set', path: parameterPath('maxNumSeq'), value: maxNumSeqs.value } as const]
      : []),
  ];
}

/** inference-charts/templates/vllm-deployment.yaml; a test compares what is rendered. */
function forPod({ accelerator, values }: InferenceConfig): readonly ValueEdit[] {
  const startup = accelerator?.value === 'neuron' ? 5400 : 1800;
  const pod: readonly (readonly [Path, string | number])[] = [
    [paths.startupBudgetSeconds, startup],
    [sharedMemoryPaths['0.1'], '8Gi'],
  ];
  return pod
    .filter(([path]) => values.at(path)?.origin.kind !== 'document')
    .map(([path, value]) => ({ kind: 'set', path, value }));
}
