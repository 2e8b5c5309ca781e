import { paths } from '../../catalog/values-paths.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import { unmodelledFlagsOf } from '../../model/unmodelled-flags.ts';
import { tellWritten } from '../as-written.ts';
import { blame, keyOf } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import { cpuKvCache } from '../cpu-kv-cache.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027, vllm } from '../sources.ts';
import { isWholeFile } from '../whole-file.ts';

/** Sizes in the catalog are right to 2.5 %; below that a shortfall is not certain. */
const margin = 0.97;

export const cpuKvCacheExceedsMemory: Rule = {
  id: 'cpu-kv-cache-exceeds-memory',
  severity: 'warning',
  summary: 'KV cache and weights are larger than the memory that the container may use.',
  why: "On a CPU vLLM reserves the KV cache in host memory, in the size of VLLM_CPU_KVCACHE_SPACE, which the chart sets from vllm.cpuKvCacheSpace or from the memory request. vLLM looks at the node's memory and not at the container's limit. Cache and weights together above the limit: the kernel kills the container (OOMKilled, exit code 137) while it starts.",
  sources: [publishedChart027, vllm('vllm/v1/worker/cpu_worker.py')],
  *check({ config }) {
    const cache = cpuKvCache(config);
    const limit = config.limits.get('memory');
    if (cache === undefined || limit === undefined) return;
    // A request above the limit is refused before anything starts.
    if ((config.requests.get('memory')?.value ?? 0) > limit.value) return;
    // Another file may give more memory than the chart does to one that says little.
    if (limit.origin.kind === 'chart' && !isWholeFile(config)) return;
    const limitGiB = limit.value / 2 ** 30;
    const model = isLoadedAsItIs(config) ? chosenModel(config) : undefined;
    const weightsGiB = model?.facts.weightsGiB ?? 0;
    const isAlone = cache.sizeGiB >= limitGiB;
    if (!isAlone && cache.sizeGiB + weightsGiB * margin < limitGiB) return;
    const weights =
      isAlone || model === undefined
        ? ''
        : ` and ${weightsGiB.toFixed(1)} GiB for ${model.id.value}`;
    const clashing = [...cache.facts, limit, ...(weights === '' ? [] : [model?.id])];
    const at = blame(...clashing);
    if (at === undefined) return;
    yield {
      at,
      message: `vLLM takes ${cache.sizeGiB} GiB for its KV cache (${cache.told})${weights}, but the memory limit of the container is ${tellWritten(limit)}: it is killed at start-up (OOMKilled). Raise the memory of resources.graviton, or set a smaller vllm.cpuKvCacheSpace.`,
      related: clashing
        .filter((fact) => fact !== undefined)
        .filter((fact) => fact !== at && fact.origin.kind === 'document')
        .map((fact) => ({ at: fact, message: `${keyOf(fact)} is ${tellWritten(fact)} here.` })),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          model: Qwen/Qwen3-0.6B
          inference:
            accelerator: graviton
            framework: vllm
            modelServer:
              image:
                repository: public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo
                tag: v0.12.0
          vllm:
            cpuKvCacheSpace: 40
          #                  ^^ cpu-kv-cache-exceeds-memory
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          model: Qwen/Qwen3-8B
          #      ^^^^^^^^^^^^^ related cpu-kv-cache-exceeds-memory
          inference:
            accelerator: graviton
            framework: vllm
            modelServer:
              image:
                repository: public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo
                tag: v0.12.0
              deployment:
                resources:
                  graviton:
                    requests:
                      memory: 16Gi
          #                   ^^^^ cpu-kv-cache-exceeds-memory
                    limits:
                      memory: 16Gi
          #                   ^^^^ related cpu-kv-cache-exceeds-memory
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        model: Qwen/Qwen3-8B
        inference:
          accelerator: graviton
          framework: vllm
          modelServer:
            image:
              repository: public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo
              tag: v0.12.0
            deployment:
              resources:
                graviton:
                  requests:
                    memory: 32Gi
                  limits:
                    memory: 48Gi
        vllm:
          cpuKvCacheSpace: 12
      `,
    ],
  },
};

/** Anything that loads the weights in another form makes their size unknown. */
function isLoadedAsItIs(config: InferenceConfig): boolean {
  const { flags, known, values } = config;
  const isSized = /^(disk|measured|computed)/.test(known.model?.weightsSource ?? '');
  return (
    isSized &&
    unmodelledFlagsOf(config, 'weights').length === 0 &&
    !flags.has('tensor-parallel-size') &&
    !known.undecidedFlags.has('tensor-parallel-size') &&
    !values.at(paths.loadFormat)?.value
  );
}
