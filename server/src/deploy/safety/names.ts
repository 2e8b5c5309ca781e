/** A name that cannot be one, and where it was meant to go. */
export interface NameFault {
  readonly what: 'release' | 'namespace' | 'context';
  readonly name: string;
}

/**
 * Names become parts of paths, of file names and of other programs' command lines, so they are held to
 * their grammar before anything is asked of a cluster.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/chart/common/util/validate_name.go; RFC 1123 labels for namespaces.
 */
export function findNameFault(names: {
  readonly release?: string;
  readonly namespace?: string;
  readonly context?: string;
}): NameFault | undefined {
  const { release, namespace, context } = names;
  if (release !== undefined && !(release.length <= 53 && subdomain.test(release)))
    return { what: 'release', name: release };
  if (namespace !== undefined && !(namespace.length <= 63 && label.test(namespace)))
    return { what: 'namespace', name: namespace };
  // A context may have nearly any name: EKS uses ARNs.
  if (context !== undefined && !/^[^-\s\p{Cc}][^\p{Cc}]*$/u.test(context))
    return { what: 'context', name: context };
  return undefined;
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
