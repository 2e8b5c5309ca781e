import { rayImageTags } from '../sources.ts';
import type { Rule } from '../rule.ts';

export const imageTagNotPublished: Rule = {
  id: 'image-tag-not-published',
  severity: 'error',
  summary: 'The image has no tag of this form.',
  why: 'vLLM tags its images with a v (v0.10.0), Ray without dots in the Python version (py312). A tag in the other form does not exist, and the pod ends in ImagePullBackOff ("manifest unknown").',
  sources: [
    rayImageTags,
    {
      title: 'vLLM, using Docker',
      read: '2026-11-23',
      url: 'https://docs.vllm.ai/en/latest/deployment/docker/',
    },
  ],
  *check({ config: { imageRepository, imageTag } }) {
    if (imageRepository === undefined || imageTag === undefined) return;
    const published = publishedForm(imageRepository.value, imageTag.value);
    // A number without quotes has another fault first.
    if (published === undefined || isNumber(imageTag.written)) return;
    yield {
      at: imageTag,
      message: `${imageRepository.value} has no tag ${imageTag.value}: the pod ends in ImagePullBackOff. The tag is ${published}.`,
      fixes: [
        {
          title: `Set tag to ${published}`,
          isSafe: true,
          edits: [{ kind: 'set', path: imageTag.path, value: published }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: 0.10.0
          #          ^^^^^^ image-tag-not-published
        `,
        fixed: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.10.0
        `,
      },
      {
        text: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.9.1
              image:
                repository: rayproject/ray
                tag: 2.47.0-py3.12-gpu
          #          ^^^^^^^^^^^^^^^^^ image-tag-not-published
        `,
        fixed: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.9.1
              image:
                repository: rayproject/ray
                tag: "2.47.0-py312-gpu"
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              repository: registry.example.com/mirror/vllm-openai
              tag: 0.10.0
      `,
    ],
  },
};

/** Only for the projects' own repositories: a mirror may tag as it likes. */
function publishedForm(repository: string, tag: string): string | undefined {
  const name = repository.replace(/^(docker\.io|index\.docker\.io|registry-1\.docker\.io)\//, '');
  if (name === 'vllm/vllm-openai' && /^0\.\d+\.\d+(\.post\d+)?$/.test(tag)) return `v${tag}`;
  if (/^rayproject\/ray(-ml|-llm)?$/.test(name) && /-py3\.\d+(-|$)/.test(tag))
    return tag.replace(/-py3\.(\d+)/, '-py3$1');
  return undefined;
}

function isNumber(written: { readonly source: string; readonly isQuoted: boolean } | undefined) {
  return written !== undefined && !written.isQuoted && /^\d*\.?\d+$/.test(written.source);
}
