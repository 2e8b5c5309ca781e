/** What pods can ask for in all on one node, before DaemonSets. */
export interface Allocatable {
  readonly cpuMillis: number;
  readonly memoryMi: number;
  readonly pods: number;
}

/** The size of a node as EC2 describes its instance type. */
export interface NodeSize {
  readonly vcpu: number;
  readonly memoryMiB: number;
  readonly arch: 'amd64' | 'arm64';
  /** Pods that the default network card has addresses for. */
  readonly pods: number;
}

/** Share of the memory that the hypervisor keeps, as Karpenter assumes unless it is told otherwise. */
const hypervisorShare = 0.075;

/** Memory of a Graviton node that its kernel sets aside. */
const armReservedMi = 64;

/** Memory below which the kubelet evicts pods. */
const evictionMi = 100;

/** What the kubelet is granted of each core: much of the first, little of the fifth and later ones. */
const kubeletShares = [
  { fromMillis: 0, share: 0.06 },
  { fromMillis: 1000, share: 0.01 },
  { fromMillis: 2000, share: 0.005 },
  { fromMillis: 4000, share: 0.0025 },
] as const;

/**
 * What Karpenter expects a new EKS node to offer to pods. Source: Karpenter, memory(),
 * kubeReservedResources() and evictionThreshold() of pkg/providers/instancetype/types.go (027ed241);
 * the figures of its reference page, which the catalog has for types with devices, come out of it.
 */
export function allocatableOf({ vcpu, memoryMiB, arch, pods }: NodeSize): Allocatable {
  const visibleMi = memoryMiB - (arch === 'arm64' ? armReservedMi : 0);
  const capacityMi = visibleMi - Math.ceil(visibleMi * hypervisorShare);
  const kubeletMi = 255 + 11 * pods;
  return {
    cpuMillis: vcpu * 1000 - kubeletMillis(vcpu * 1000),
    memoryMi: capacityMi - kubeletMi - evictionMi,
    pods,
  };
}

function kubeletMillis(cpuMillis: number): number {
  const parts = kubeletShares.map(({ fromMillis, share }, index) => {
    const toMillis = kubeletShares[index + 1]?.fromMillis ?? Infinity;
    return Math.trunc(Math.max(0, Math.min(cpuMillis, toMillis) - fromMillis) * share);
  });
  return parts.reduce((sum, part) => sum + part, 0);
}
