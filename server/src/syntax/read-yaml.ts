import { toValue } from './node.ts';
import { parse } from './parse.ts';

/** The value of one YAML document as Helm and Kubernetes read it; undefined when it is empty or broken. */
export function readYaml(text: string): unknown {
  const { root, broken } = parse(text);
  return root === undefined || broken.length > 0 ? undefined : toValue(root);
}
