import { paths } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import { tellWritten } from '../as-written.ts';
import { environmentVariable } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';
import { vllmFlag } from '../vllm-flag.ts';

export const ephemeralStorageShortForWeights: Rule = {
  id: 'ephemeral-storage-short-for-weights',
  severity: 'error',
  summary: 'The limit of ephemeral storage is smaller than the weights of the model.',
  why: 'vLLM downloads the weights into the cache of its container, which counts as ephemeral storage. When they grow past the limit, the kubelet evicts the pod ("Pod ephemeral local storage usage exceeds the total limit of containers"), and the next one downloads them from the start.',
  sources: [kubernetes('concepts/storage/ephemeral-storage')],
  *check(subject) {
    const { config } = subject;
    const limit = config.limits.get('ephemeral-storage');
    const model = chosenModel(config);
    const weightsGiB = model?.facts.weightsGiB;
    const at = blame(limit, model?.id);
    if (limit === undefined || model === undefined || weightsGiB === undefined || !at) return;
    if (limit.value >= weightsGiB * 0.97 * 2 ** 30) return;
    // Weights that go to a volume, or that are no Hugging Face download, do not count.
    const mounts = config.values.at(paths.extraVolumeMounts)?.value;
    if (Array.isArray(mounts) && mounts.length > 0) return;
    if (environmentVariable(config.values, 'HF_HOME') ?? vllmFlag(subject, 'download-dir')) return;
    if (vllmFlag(subject, 'load-format') !== undefined) return;
    yield {
      at,
      message: `The limit of ephemeral-storage is ${tellWritten(limit)}, but the weights of ${model.id.value} take ${weightsGiB.toFixed(1)} GiB: the pod is evicted while it downloads them. Raise the limit, or mount a volume.`,
      ...(at !== model.id && {
        related: [{ at: model.id, message: `The model is ${model.id.value}.` }],
      }),
    };
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
                    requests:
                      ephemeral-storage: 10Gi
                    limits:
                      ephemeral-storage: 10Gi
          #                              ^^^^ ephemeral-storage-short-for-weights
          modelParameters:
            modelId: Qwen/Qwen3-8B
          #          ^^^^^^^^^^^^^ related ephemeral-storage-short-for-weights
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
                    ephemeral-storage: 10Gi
                  limits:
                    ephemeral-storage: 50Gi
        modelParameters:
          modelId: Qwen/Qwen3-8B
      `,
    ],
  },
};
