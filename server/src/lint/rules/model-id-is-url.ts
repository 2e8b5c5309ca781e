import type { Rule } from '../rule.ts';

const hubPage =
  /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/([\w.-]+\/[\w.-]+?)(?:\/(?:tree|blob|resolve)\/.*)?\/?$/i;

export const modelIdIsUrl: Rule = {
  id: 'model-id-is-url',
  severity: 'error',
  summary: 'The model is given as the address of its web page.',
  why: 'vLLM takes a Hugging Face id (owner/name), a path or a bucket. With the address of a page the hub client stops at start-up: "Repo id must be in the form repo_name or namespace/repo_name".',
  sources: [
    {
      title: 'huggingface_hub, utils/_validators.py',
      read: '2026-11-23',
      url: 'https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_validators.py',
    },
  ],
  *check({ config: { modelId } }) {
    const id = modelId && hubPage.exec(modelId.value)?.[1];
    if (modelId === undefined || id === undefined) return;
    yield {
      at: modelId,
      message: `The model is named by its id, not by the address of its page: vLLM refuses the address at start-up. Write ${id}.`,
      fixes: [
        {
          title: `Set the model to ${id}`,
          isSafe: true,
          edits: [{ kind: 'set', path: modelId.path, value: id }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          modelParameters:
            modelId: https://huggingface.co/Qwen/Qwen3-8B
          #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ model-id-is-url
        `,
        fixed: `
          modelParameters:
            modelId: Qwen/Qwen3-8B
        `,
      },
    ],
    good: [
      `
        modelParameters:
          modelId: s3://models/qwen3-8b/
      `,
      `
        modelParameters:
          modelId: /models/qwen3-8b
      `,
    ],
  },
};
