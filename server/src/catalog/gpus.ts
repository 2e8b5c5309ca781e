import data from './data/gpus.json' with { type: 'json' };

/** One GPU model. Sizes in GiB (2^30 bytes) of one card. */
export interface Gpu {
  readonly name: string;
  readonly vendor: 'nvidia' | 'amd';
  /** The size on the box: 24 for an L4 that shows 22.04 GiB. */
  readonly nominalGiB: number;
  /** What CUDA or HIP reports as total memory, the number vLLM divides up. Absent: not found. */
  readonly visibleGiB?: number;
  /** CUDA compute capability times 10: 75, 80, 86, 89, 90, 100, 103, 120. Absent on AMD. */
  readonly sm?: number;
  readonly architecture: string;
  /** Value of the node label `karpenter.k8s.aws/instance-gpu-name`. Absent when not on EC2. */
  readonly karpenterName?: string;
  readonly aliases: readonly string[];
}

export const gpus: readonly Gpu[] = Object.freeze(data.gpus as Gpu[]);

const byName: ReadonlyMap<string, Gpu> = new Map(
  gpus.flatMap((gpu) =>
    [gpu.name, ...gpu.aliases]
      .flatMap((name) => [key(name), key(`${name} ${gpu.nominalGiB}GB`)])
      .map((name) => [name, gpu] as const),
  ),
);

/**
 * Finds a GPU as people write it: `A10G`, `NVIDIA H100 80GB HBM3`, `rtx-4090`, `L4 24GB`. Case,
 * spaces, dashes and the maker's name do not matter; a size, if given, must be the card's own
 * (an `H100 94GB` is another card). Absent when no card has that name.
 */
export function findGpu(name: string): Gpu | undefined {
  return byName.get(key(name)) ?? byName.get(key(name).replace(/(hbm\w*|sxm\d?|pcie)$/, ''));
}

function key(name: string): string {
  return name.toLowerCase().replace(/nvidia|amd|geforce|tesla|[^a-z0-9]/g, '');
}
