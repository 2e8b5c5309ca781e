import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter, rayImageTags } from '../sources.ts';

export const imageForOtherArchitecture: Rule = {
  id: 'image-for-other-architecture',
  severity: 'error',
  summary: 'The image is built for processors that the instance type does not have.',
  why: 'g5g and p6e-gb200 have Arm processors, all other instance types with accelerators have x86 ones. Programs of the other kind do not run: the container ends with "exec format error" and is restarted for ever. Reported only where the tag itself names an architecture.',
  sources: [karpenter('reference/instance-types'), rayImageTags],
  *check({ config: { imageTag, instanceType, known } }) {
    const { instance } = known;
    const built = imageTag && architectureOf(imageTag.value);
    if (instance === undefined || built === undefined || built === instance.arch) return;
    const at = blame(imageTag, instanceType);
    if (at === undefined || imageTag === undefined || instanceType === undefined) return;
    yield {
      at,
      message: `The image tag ${imageTag.value} is for ${built}, but ${instance.name} has ${instance.arch} processors: the container ends with "exec format error". Use the image for ${instance.arch}.`,
      related: [
        at === imageTag
          ? { at: instanceType, message: `instanceType is ${instance.name} here.` }
          : { at: imageTag, message: `The tag is ${imageTag.value}.` },
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
              vllmVersion: 0.9.1
              image:
                repository: rayproject/ray
                tag: 2.47.0-py312-gpu-aarch64
          #          ^^^^^^^^^^^^^^^^^^^^^^^^ image-for-other-architecture
              deployment:
                instanceType: g6.2xlarge
          #                   ^^^^^^^^^^ related image-for-other-architecture
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              tag: v0.10.0
            deployment:
              instanceType: g5g.xlarge
      `,
    ],
  },
};

function architectureOf(tag: string): 'amd64' | 'arm64' | undefined {
  if (/[-_.](aarch64|arm64)(?:[-_.@]|$)/i.test(tag)) return 'arm64';
  return /[-_.](x86[-_]64|amd64)(?:[-_.@]|$)/i.test(tag) ? 'amd64' : undefined;
}
