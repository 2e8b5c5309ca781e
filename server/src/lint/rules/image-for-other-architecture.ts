import { blame, keyOf } from '../blame.ts';
import { servesOnGraviton } from '../graviton.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027, karpenter, rayImageTags, vllm } from '../sources.ts';

export const imageForOtherArchitecture: Rule = {
  id: 'image-for-other-architecture',
  severity: 'error',
  summary: 'The image is built for processors that the instance type does not have.',
  why: 'Graviton types, g5g and p6e-gb200 have Arm processors, all other instance types x86 ones. Programs of the other kind do not run: the container ends with "exec format error" and is restarted for ever, or the image is not even pulled ("no match for platform in manifest"). Reported only where the tag names an architecture, or the repository is one that is built for one alone.',
  sources: [
    karpenter('reference/instance-types'),
    rayImageTags,
    vllm('docs/deployment/k8s.md'),
    publishedChart027,
  ],
  *check({ config }) {
    const { accelerator, imageRepository, imageTag, instanceType, known } = config;
    const isGraviton = servesOnGraviton(config);
    // The chart sends graviton pods to arm64 nodes; an x86 instance type there is another fault.
    const needed = isGraviton ? 'arm64' : known.machine?.arch;
    const built = known.image.architecture;
    const place = isGraviton ? accelerator : instanceType;
    if (needed === undefined || built === undefined || built === needed || !place) return;
    const at = blame(imageTag, imageRepository, place);
    if (at === undefined || imageRepository === undefined) return;
    const node = isGraviton ? 'accelerator is graviton, whose nodes have' : `${place.value} has`;
    const image = [imageRepository.value, imageTag?.value].filter((part) => part !== undefined);
    yield {
      at,
      message: `The image ${image.join(':')} is for ${built}, but ${node} ${needed} processors: the container ends with "exec format error". Use the image for ${needed}.`,
      related: [
        at === place
          ? { at: imageTag ?? imageRepository, message: `The image is ${image.join(':')}.` }
          : { at: place, message: `${keyOf(place)} is ${place.value} here.` },
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
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
          #              ^^^^^^^^ related image-for-other-architecture
            framework: vllm
            modelServer:
              image:
                repository: public.ecr.aws/q9t5s3a7/vllm-cpu-release-repo
                tag: v0.12.0
          #          ^^^^^^^ image-for-other-architecture
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
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: graviton
          framework: vllm
          modelServer:
            image:
              repository: public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo
              tag: v0.12.0
            deployment:
              instanceType: m8g.4xlarge
      `,
    ],
  },
};
