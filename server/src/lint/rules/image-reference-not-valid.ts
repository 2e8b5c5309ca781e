import type { Fact } from '../../model/merged-values.ts';
import type { Fix, Rule } from '../rule.ts';

export const imageReferenceNotValid: Rule = {
  id: 'image-reference-not-valid',
  severity: 'error',
  summary: 'Repository and tag do not make an image reference.',
  why: 'The chart joins repository and tag with a colon. A repository that already has a tag, upper-case letters, a web address or spaces makes a reference that no container runtime can read, and the pod ends in InvalidImageName.',
  sources: [
    {
      title: 'distribution/reference, the grammar of image references',
      read: '2026-11-23',
      url: 'https://github.com/distribution/reference/blob/main/reference.go',
    },
  ],
  *check({ config: { imageRepository: repository, imageTag: tag } }) {
    const fault = repository && faultOf(repository.value);
    if (repository !== undefined && fault !== undefined)
      yield {
        at: repository,
        message: `${repository.value} ${fault}: the pod ends in InvalidImageName. Write the repository alone, and the tag in tag.`,
        fixes: splitTag(repository, tag),
      };
    else if (
      tag !== undefined &&
      !/^([\w][\w.-]{0,127}(@sha256:[a-f0-9]{64})?|sha256:[a-f0-9]{64})$/.test(tag.value)
    )
      yield {
        at: tag,
        message: `${tag.value} cannot be an image tag: tags have letters, digits, dots, hyphens and underscores. The pod ends in InvalidImageName.`,
      };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai:v0.10.0
          #                 ^^^^^^^^^^^^^^^^^^^^^^^^ image-reference-not-valid
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
            modelServer:
              image:
                repository: registry.example.com/Team/server
          #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-reference-not-valid
                tag: main
        `,
      },
      {
        text: `
          inference:
            modelServer:
              image:
                repository: registry.example.com/team/server
                tag: feature/x
          #          ^^^^^^^^^ image-reference-not-valid
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              repository: localhost:5000/team/server
              tag: v1@sha256:0123456789012345678901234567890123456789012345678901234567890123
      `,
    ],
  },
};

const withTag = /^(.*[^:/]):([\w][\w.-]*)$/;

function faultOf(repository: string): string | undefined {
  const lastPart = repository.split('/').at(-1) ?? '';
  if (/^[a-z]+:\/\//.test(repository)) return 'is a web address, not a repository';
  if (lastPart.includes(':') && repository.includes('/')) return 'has a tag in it already';
  if (/\s/.test(repository)) return 'has spaces in it';
  // The registry's host may have upper-case letters, the path may not.
  const path = repository.includes('/') ? repository.slice(repository.indexOf('/')) : repository;
  return /[A-Z]/.test(path) ? 'has upper-case letters, which repositories cannot have' : undefined;
}

/** Moves the tag where it belongs, when none is written there. */
function splitTag(repository: Fact<string>, tag: Fact<string> | undefined): Fix[] {
  const [, name, inRepository] = withTag.exec(repository.value) ?? [];
  if (name === undefined || inRepository === undefined || tag?.origin.kind === 'document')
    return [];
  if (/^[a-z]+:\/\//.test(repository.value)) return [];
  return [
    {
      title: `Move ${inRepository} to tag`,
      isSafe: true,
      edits: [
        { kind: 'set', path: repository.path, value: name },
        { kind: 'set', path: [...repository.path.slice(0, -1), 'tag'], value: inRepository },
      ],
    },
  ];
}
