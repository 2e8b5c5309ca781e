import { isAtLeast, type Version } from './versions.ts';

/** Which Ray a vLLM release asks for, as its requirements/cuda.txt says. */
export interface RayRequirement {
  readonly minimum: string;
  /** Release lines refused although newer than the minimum: `2.44` stands for 2.44.*. */
  readonly excluded: readonly string[];
}

/**
 * The Ray that this vLLM needs: 0.8.5 to 0.10.0 `ray[cgraph]>=2.43.0,!=2.44.*`; 0.10.1 up to 0.16
 * `>=2.48.0`; none is required from March 2026 on. Absent where the requirement was not read or is
 * unsure (0.17 and later, before 0.8.5). Source: vLLM requirements/cuda.txt per release, 2ff46b8826.
 */
export function rayRequirement(vllm: Version): RayRequirement | undefined {
  if (isAtLeast(vllm, '0.17.0') || !isAtLeast(vllm, '0.8.5')) return undefined;
  if (isAtLeast(vllm, '0.10.1')) return { minimum: '2.48.0', excluded: [] };
  return { minimum: '2.43.0', excluded: ['2.44'] };
}

/** Whether `ray` satisfies what this vLLM asks for; true when nothing is known to be asked. */
export function rayServes(ray: Version, vllm: Version): boolean {
  const requirement = rayRequirement(vllm);
  if (requirement === undefined) return true;
  const line = ray.release.slice(0, 2).join('.');
  return isAtLeast(ray, requirement.minimum) && !requirement.excluded.includes(line);
}

/** Ray's own images: `2.47.0-py312` with `-gpu`, `-cpu` or a CUDA version behind it. */
export const rayRepository = 'rayproject/ray';

/** What a tag of Ray's images is without its `-gpu` or CUDA version; undefined where it has none. */
export function tagWithoutGpu(tag: string): string | undefined {
  return /^(.+)-(?:gpu|cu\d+)$/.exec(tag)?.[1];
}
