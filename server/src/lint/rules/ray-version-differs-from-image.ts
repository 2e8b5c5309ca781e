import { parseVersion } from '../../catalog/versions.ts';
import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { rayImageTags } from '../sources.ts';

export const rayVersionDiffersFromImage: Rule = {
  id: 'ray-version-differs-from-image',
  severity: 'error',
  summary: 'rayVersion is not the Ray of the image.',
  why: 'Head and workers run the Ray of their image, while KubeRay and the chart go by rayVersion: where another Ray is installed or expected, processes of two versions meet and Ray stops with "Version mismatch". KubeRay also turns features on and off by this number.',
  sources: [
    rayImageTags,
    {
      title: 'KubeRay, sample manifests: "should match the Ray version in the image"',
      read: 'feeaf72f (2026-08-19)',
      url: 'https://github.com/ray-project/kuberay/tree/feeaf72f/ray-operator/config/samples',
    },
  ],
  *check({ config: { isRay, rayVersion, imageTag, known } }) {
    const inImage = known.image.rayVersion;
    const stated = rayVersion && parseVersion(rayVersion.value);
    if (!isRay || inImage === undefined || stated === undefined) return;
    const parts = Math.min(stated.release.length, inImage.release.length);
    const same = stated.release.slice(0, parts).every((part, i) => part === inImage.release[i]);
    const at = blame(rayVersion, imageTag);
    if (same || at === undefined || rayVersion === undefined) return;
    yield {
      at,
      message: `rayVersion is ${tell(rayVersion)}, but the image tag names Ray ${inImage.text}. Head and workers run the Ray of the image, so rayVersion must say the same. Set it to ${inImage.text}.`,
      ...(imageTag &&
        at !== imageTag && {
          related: [{ at: imageTag, message: `The tag is ${imageTag.value}.` }],
        }),
      fixes: [
        {
          title: `Set rayVersion to ${inImage.text}`,
          isSafe: false,
          edits: [{ kind: 'set', path: rayVersion.path, value: inImage.text }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayVllm
            modelServer:
              image:
                repository: rayproject/ray
                tag: 2.48.0-py312-gpu
          #          ^^^^^^^^^^^^^^^^ related ray-version-differs-from-image
              vllmVersion: 0.10.1
            rayOptions:
              rayVersion: 2.49.0 # as in the other cluster
          #               ^^^^^^ ray-version-differs-from-image
        `,
        fixed: `
          inference:
            framework: rayVllm
            modelServer:
              image:
                repository: rayproject/ray
                tag: 2.48.0-py312-gpu
              vllmVersion: 0.10.1
            rayOptions:
              rayVersion: "2.48.0" # as in the other cluster
        `,
      },
      {
        text: `
          inference:
            framework: rayVllm
            modelServer:
              image:
                repository: rayproject/ray
                tag: 2.48.0-py312-gpu
          #          ^^^^^^^^^^^^^^^^ ray-version-differs-from-image
              vllmVersion: 0.10.1
        `,
        fixed: `
          inference:
            framework: rayVllm
            modelServer:
              image:
                repository: rayproject/ray
                tag: 2.48.0-py312-gpu
              vllmVersion: 0.10.1
            rayOptions:
              rayVersion: "2.48.0"
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          modelServer:
            image:
              repository: rayproject/ray
              tag: nightly-py312-gpu
            vllmVersion: 0.9.1
      `,
    ],
  },
};
