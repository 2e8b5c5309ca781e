import type { InstanceType } from '../../catalog/instance-types.ts';
import type { Json } from '../objects/json.ts';

/**
 * Labels that Karpenter and EKS Auto Mode give to a node of this type, as far as they follow from the
 * type alone. https://karpenter.sh/docs/reference/instance-types/, v1.14.
 */
export function labelsOf(type: InstanceType): Json {
  const [, category = '', generation = ''] = /^([a-z]+)(\d+)/.exec(type.name) ?? [];
  const gpus = type.acceleratorKind === 'gpu' && type.deviceFraction === undefined;
  const facts: Json = {
    'instance-category': category,
    'instance-generation': generation,
    'instance-family': type.name.slice(0, type.name.indexOf('.')),
    'instance-size': type.name.slice(type.name.indexOf('.') + 1),
    'instance-cpu': String(type.vcpu),
    'instance-memory': String(type.memoryGiB * 1024),
    ...(gpus && { 'instance-gpu-count': String(type.deviceCount) }),
    ...(gpus && { 'instance-gpu-manufacturer': 'nvidia' }),
  };
  return {
    'node.kubernetes.io/instance-type': type.name,
    'beta.kubernetes.io/instance-type': type.name,
    'kubernetes.io/arch': type.arch,
    'beta.kubernetes.io/arch': type.arch,
    ...Object.fromEntries(
      ['karpenter.k8s.aws', 'eks.amazonaws.com'].flatMap((domain) =>
        Object.entries(facts).map(([key, value]) => [`${domain}/${key}`, value] as const),
      ),
    ),
  };
}
