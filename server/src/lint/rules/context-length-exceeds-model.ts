import { blame, tell } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const contextLengthExceedsModel: Rule = {
  id: 'context-length-exceeds-model',
  severity: 'error',
  summary: 'maxModelLen is longer than the model was made for.',
  why: 'vLLM reads the longest context from the config of the model and refuses a longer one: "User-specified max_model_len (131072) is greater than the derived max_model_len (max_position_embeddings=40960)". A longer context needs RoPE scaling, or VLLM_ALLOW_LONG_MAX_MODEL_LEN=1 and wrong answers.',
  sources: [vllm('vllm/config/model.py')],
  *check({ config }) {
    const { maxModelLen: length, known, flags } = config;
    const model = chosenModel(config);
    const most = model?.facts.maxPositionEmbeddings;
    if (length === undefined || model === undefined) return;
    if (most === undefined || length.value <= most) return;
    // Going beyond the config is deliberate.
    if (beyond.some((flag) => flags.has(flag) || known.undecidedFlags.has(flag))) return;
    const at = blame(length, model.id);
    if (at === undefined) return;
    yield {
      at,
      message: `maxModelLen is ${tell(length)}, but ${model.id.value} allows ${most} tokens: vLLM refuses to start. Set maxModelLen to ${most} or less.`,
      ...(at !== model.id && {
        related: [{ at: model.id, message: `The model is ${model.id.value}.` }],
      }),
      fixes: [
        {
          title: `Set maxModelLen to ${most}`,
          isSafe: false,
          edits: [{ kind: 'set', path: length.path, value: most }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          modelParameters:
            modelId: Qwen/Qwen3-8B
          #          ^^^^^^^^^^^^^ related context-length-exceeds-model
            maxModelLen: 131072
          #              ^^^^^^ context-length-exceeds-model
        `,
        fixed: `
          modelParameters:
            modelId: Qwen/Qwen3-8B
            maxModelLen: 40960
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              extraArgs:
                - --max_model_len=900000
          #       ^^^^^^^^^^^^^^^^^^^^^^ context-length-exceeds-model
          modelParameters:
            modelId: Qwen/Qwen3-8B
          #          ^^^^^^^^^^^^^ related context-length-exceeds-model
            maxModelLen: 16384
        `,
        fixed: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              extraArgs:
                - "--max_model_len=40960"
          modelParameters:
            modelId: Qwen/Qwen3-8B
            maxModelLen: 16384
        `,
      },
    ],
    good: [
      `
        modelParameters:
          modelId: acme/Qwen3-8B-long
          maxModelLen: 131072
      `,
      `
        modelParameters:
          modelId: Qwen/Qwen3-8B
          maxModelLen: 131072
          hfOverrides:
            rope_scaling:
              rope_type: yarn
              factor: 4.0
      `,
    ],
  },
};

/** What gives a model another context than its config does. */
const beyond = [
  'allow-long-max-model-len',
  'config',
  'hf-config-path',
  'hf-overrides',
  'model',
  'rope-scaling',
  'rope-theta',
  'vllm-allow-long-max-model-len',
] as const;
