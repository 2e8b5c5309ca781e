const prefix = 'ml.';

/**
 * The EC2 name of a type that SageMaker names: HyperPod labels its nodes
 * `node.kubernetes.io/instance-type: ml.g6e.2xlarge`. Other names are given back as they are.
 */
export function withoutSageMaker(name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
