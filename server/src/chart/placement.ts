import type { Modeline } from './modeline.ts';

/** The Helm release a values file becomes, and where. */
export interface Placement {
  readonly release: string;
  readonly namespace: string;
}

/** What else may name the release and its namespace, from the strongest to the weakest. */
export interface PlacementSources {
  /** From the command line or the request. */
  readonly asked?: Partial<Placement>;
  readonly modeline?: Modeline;
  readonly settings?: Partial<Placement>;
  /** `inference.serviceName` and `inference.serviceNamespace`, merged. */
  readonly serviceName?: string;
  readonly serviceNamespace?: string;
}

/** A service name that Helm would not take as a release name is passed over: a rule speaks of it. */
export function placementOf(sources: PlacementSources): Placement {
  const { asked, modeline, settings, serviceName = '', serviceNamespace } = sources;
  return {
    release:
      asked?.release ??
      modeline?.release ??
      settings?.release ??
      (isReleaseName(serviceName) ? serviceName : 'inference'),
    namespace:
      asked?.namespace ??
      modeline?.namespace ??
      settings?.namespace ??
      serviceNamespace ??
      'default',
  };
}

/** Source: helm.sh/helm/v4 v4.3.1, pkg/chart/common/util/validate_name.go, read 2026-11-23. */
function isReleaseName(name: string): boolean {
  const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
  return name.length <= 53 && new RegExp(String.raw`^${label}(\.${label})*$`).test(name);
}
