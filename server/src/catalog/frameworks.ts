import type { Accelerator } from './accelerator.ts';
import data from './data/frameworks.json' with { type: 'json' };

/** The two dialects of the chart's values. */
export type Generation = '0.1' | '0.2';

/** What one value of inference.framework deploys. */
export interface Framework {
  readonly name: string;
  /** What people call it: `vLLM on Ray Serve`. */
  readonly title: string;
  /** Generations of the chart that know the name. */
  readonly generations: readonly Generation[];
  /** Earliest release of the chart that was read with it. Absent: none was. */
  readonly since?: string;
  /** The name that took its place. Absent: the name is current. */
  readonly renamedTo?: string;
  /** The program that the pods run. */
  readonly server: 'vllm' | 'ray' | 'triton' | 'llama-server' | 'nim' | 'diffusers';
  /** Whether vLLM computes the answers, in whatever server. */
  readonly servesVllm: boolean;
  /**
   * What templates make of each key of modelParameters: a flag on the command line of `server`, or
   * an argument of vLLM's engine. Absent: neither, or not known.
   */
  readonly parameters?: 'flags' | 'engine-arguments';
  /** Whether generation 0.2 passes the number of GPUs as tensor parallel size where none is given. */
  readonly impliesTensorSize?: boolean;
  /**
   * The object that holds the pods. The pods of a NIMService are the business of NVIDIA's operator:
   * nothing of inference.modelServer reaches them.
   */
  readonly workload: 'Deployment' | 'RayService' | 'LeaderWorkerSet' | 'NIMService';
  /** Whether one copy of the model always fits one pod, or spreads over several. */
  readonly podsPerCopy: 'one' | 'several';
  /** Labels by which a Deployment of generation 0.2 finds its pods. */
  readonly selectorLabels?: readonly string[];
  /** Accelerators whose devices, or whose nodes, the template asks for. */
  readonly runsOn: readonly Accelerator[];
}

export const frameworks: readonly Framework[] = Object.freeze(
  data.frameworks as readonly Framework[],
);

/** What charts of generation 0.1 deploy where a file names no framework: their values.yaml says so. */
export const frameworkByDefault = 'vllm';

/** Finds a framework by its exact name, as templates compare it. */
export function findFramework(name: string): Framework | undefined {
  return frameworks.find((framework) => framework.name === name);
}

/** Whether its pods are those of a Ray cluster. */
export function runsRay(framework: Framework | undefined): boolean {
  return framework?.workload === 'RayService';
}

/** How a generation of the chart spells Ray Serve. */
export function rayFrameworkOf(generation: Generation): string | undefined {
  return frameworks.find((one) => runsRay(one) && one.generations.includes(generation))?.name;
}

/** Whether keys of modelParameters are printed as flags of `vllm serve`. */
export function printsVllmFlags(framework: Framework | undefined): boolean {
  return framework?.server === 'vllm' && framework.parameters === 'flags';
}

/** Whether keys of modelParameters reach vLLM under their own names, as flags or engine arguments. */
export function passesParametersToVllm(framework: Framework | undefined): boolean {
  return framework?.servesVllm === true && framework.parameters !== undefined;
}

/** Whether it is a plain Deployment of `vllm serve`, every pod a copy of its own. */
export function isVllmDeployment(framework: Framework | undefined): boolean {
  return framework?.server === 'vllm' && framework.workload === 'Deployment';
}
