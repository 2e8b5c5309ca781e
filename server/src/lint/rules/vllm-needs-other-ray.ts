import { parseVersion } from '../../catalog/versions.ts';
import { rayRequirement, rayServes } from '../../catalog/ray.ts';
import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';

export const vllmNeedsOtherRay: Rule = {
  id: 'vllm-needs-other-ray',
  severity: 'error',
  summary: 'This vLLM does not work with the Ray of the cluster.',
  why: 'vLLM names the Ray it needs in its requirements. When Ray installs vLLM into a replica, pip brings that other Ray along, the replica runs a different Ray from the head, and the two refuse to talk; with the Ray of the image kept, calls that vLLM makes are missing.',
  sources: [
    {
      title: 'vLLM, requirements/cuda.txt of each release',
      read: '0.8.5 to 0.16',
      url: 'https://github.com/vllm-project/vllm/blob/v0.10.1/requirements/cuda.txt',
    },
  ],
  *check({ config: { isRay, accelerator, vllmVersion, rayVersion, imageTag, known } }) {
    if (!isRay || accelerator?.value !== 'gpu' || vllmVersion === undefined) return;
    const vllm = parseVersion(vllmVersion.value);
    const ray = known.image.rayVersion ?? (rayVersion && parseVersion(rayVersion.value));
    if (vllm === undefined || ray === undefined || rayServes(ray, vllm)) return;
    const requirement = rayRequirement(vllm);
    const fact = known.image.rayVersion ? imageTag : rayVersion;
    const at = blame(vllmVersion, fact);
    if (at === undefined || requirement === undefined) return;
    const excluded = requirement.excluded.map((line) => `, but not ${line}`).join('');
    yield {
      at,
      message: `vLLM ${vllm.text} needs Ray ${requirement.minimum} or newer${excluded}, but ${known.image.rayVersion ? `the image has Ray ${ray.text}` : `rayVersion is ${rayVersion ? tell(rayVersion) : ray.text}`}. Choose a vLLM and a Ray that go together.`,
      ...(fact &&
        fact !== at && { related: [{ at: fact, message: `Ray ${ray.text} is named here.` }] }),
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
          #          ^^^^^^^^^^^^^^^^ related vllm-needs-other-ray
              vllmVersion: 0.10.1
          #                ^^^^^^ vllm-needs-other-ray
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
              tag: 2.48.0-py312-gpu
            vllmVersion: 0.10.1
          rayOptions:
            rayVersion: 2.48.0
      `,
    ],
  },
};
