import type { InstanceType } from '../../catalog/instance-types.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { nvidiaDevicePlugin, nvidiaMig } from '../sources.ts';

const on80 = ['1g.10gb', '1g.20gb', '2g.20gb', '3g.40gb', '4g.40gb', '7g.80gb'];

/** Profiles of a card, by the GPU's name and nominal size. */
const profiles: Readonly<Record<string, readonly string[]>> = {
  'A100 40': ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'],
  'A100 80': on80,
  'H100 80': on80,
};

/** Cards that cannot be partitioned at all. */
const withoutMig: ReadonlySet<string> = new Set(['T4', 'T4G', 'V100', 'A10G', 'L4', 'L40S']);

export const migProfileNotOnGpu: Rule = {
  id: 'mig-profile-not-on-gpu',
  severity: 'error',
  summary: 'A MIG slice is asked for that the GPU of the instance type does not have.',
  why: 'A slice is a resource of its own, named after its share of compute and memory: nvidia.com/mig-3g.20gb exists on an A100 with 40 GB, nvidia.com/mig-3g.40gb on one with 80 GB, and none on cards without MIG such as A10G, L4 and L40S. No node offers another one, so the pod stays Pending with "Insufficient nvidia.com/mig-…".',
  sources: [nvidiaDevicePlugin, nvidiaMig],
  *check({ config: { instanceType, limits, requests, known } }) {
    const { instance } = known;
    if (instance === undefined || instanceType === undefined) return;
    const names = new Set([...limits.keys(), ...requests.keys()]);
    for (const name of names) {
      const profile = /^nvidia\.com\/mig-(\d+g\.\d+gb)(?:\.me)?$/.exec(name)?.[1];
      const asked = limits.get(name) ?? requests.get(name);
      const at = blame(asked, instanceType);
      const fault = profile === undefined ? undefined : faultOf(instance, profile);
      if (asked === undefined || asked.value <= 0 || at === undefined || fault === undefined)
        continue;
      yield {
        at,
        on: at === asked ? 'key' : 'value',
        message: `The pod asks for ${name}, but ${fault}: no node of ${instance.name} offers it, and the pod stays Pending.`,
        related: [
          at === asked
            ? { at: instanceType, message: `instanceType is ${instance.name} here.` }
            : { at: asked, message: `${name} is asked for here.` },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.2xlarge
          #                   ^^^^^^^^^^ related mig-profile-not-on-gpu
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: null
                      nvidia.com/mig-1g.5gb: 1
                    limits:
                      nvidia.com/gpu: null
                      nvidia.com/mig-1g.5gb: 1
          #           ^^^^^^^^^^^^^^^^^^^^^ mig-profile-not-on-gpu
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: p4d.24xlarge
          #                   ^^^^^^^^^^^^ related mig-profile-not-on-gpu
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: null
                      nvidia.com/mig-3g.40gb: 1
                    limits:
                      nvidia.com/gpu: null
                      nvidia.com/mig-3g.40gb: 1
          #           ^^^^^^^^^^^^^^^^^^^^^^ mig-profile-not-on-gpu
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: p4d.24xlarge
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: null
                    nvidia.com/mig-3g.20gb: 1
                  limits:
                    nvidia.com/gpu: null
                    nvidia.com/mig-3g.20gb: 1
      `,
    ],
  },
};

function faultOf({ gpu }: InstanceType, profile: string): string | undefined {
  if (gpu === undefined) return undefined;
  const name = gpu.name.replace(/-\d+GB$/, '');
  if (withoutMig.has(name)) return `${name} GPUs cannot be cut into MIG slices`;
  const offered = profiles[`${name} ${gpu.nominalGiB}`];
  if (offered === undefined || offered.includes(profile)) return undefined;
  return `an ${name} with ${gpu.nominalGiB} GB has the slices ${offered.join(', ')}`;
}
