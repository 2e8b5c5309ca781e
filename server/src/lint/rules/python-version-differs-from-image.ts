import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { rayImageTags } from '../sources.ts';

export const pythonVersionDiffersFromImage: Rule = {
  id: 'python-version-differs-from-image',
  severity: 'warning',
  summary: 'pythonVersion is not the Python of the image.',
  why: 'The image brings its own Python, and its tag names it (py312 is 3.12). Ray refuses to mix minor versions of Python in one cluster, and packages built for the other version do not load.',
  sources: [rayImageTags],
  *check({ config: { pythonVersion, imageTag, known } }) {
    const inImage = known.image.pythonVersion;
    if (pythonVersion === undefined || inImage === undefined) return;
    const [minor] = /^3\.\d+/.exec(pythonVersion.value) ?? [];
    if (minor === undefined || minor === inImage || isReadAsNumber(pythonVersion)) return;
    const at = blame(pythonVersion, imageTag);
    if (at === undefined) return;
    yield {
      at,
      message: `pythonVersion is ${tell(pythonVersion)}, but the image tag names Python ${inImage}. Set pythonVersion to "${inImage}" or choose a tag with py${minor.replace('.', '')}.`,
      ...(imageTag &&
        at !== imageTag && {
          related: [{ at: imageTag, message: `The tag is ${imageTag.value}.` }],
        }),
      fixes: [
        {
          title: `Set pythonVersion to "${inImage}"`,
          isSafe: false,
          edits: [{ kind: 'set', path: pythonVersion.path, value: inImage }],
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
                tag: 2.47.0-py312-gpu
          #          ^^^^^^^^^^^^^^^^ related python-version-differs-from-image
              vllmVersion: 0.9.1
              pythonVersion: "3.11"
          #                  ^^^^^^ python-version-differs-from-image
        `,
        fixed: `
          inference:
            framework: rayVllm
            modelServer:
              image:
                repository: rayproject/ray
                tag: 2.47.0-py312-gpu
              vllmVersion: 0.9.1
              pythonVersion: "3.12"
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
              tag: 2.47.0-py312-gpu
            vllmVersion: 0.9.1
            pythonVersion: 3.12.9
      `,
    ],
  },
};

/** 3.10 without quotes is 3.1 to Helm: version-read-as-number speaks of that. */
function isReadAsNumber({
  value,
  written,
}: {
  value: string;
  written?: { source: string; isQuoted: boolean };
}): boolean {
  return written !== undefined && !written.isQuoted && written.source !== value;
}
