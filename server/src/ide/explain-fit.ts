import { parameterPath } from '../catalog/values-paths.ts';
import type { Fit, KnownFit } from '../fit/fit.ts';
import type { FitDevice } from '../fit/request.ts';
import { fitRequestOf } from '../fit/request-of-values.ts';
import { showGiB } from '../fit/units.ts';
import { fitOfValues } from '../fit/values-fit.ts';
import type { Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';

const explained = [
  'maxModelLen',
  'gpuMemoryUtilization',
  'maxNumSeqs',
  'tensorParallelSize',
] as const;

/**
 * The memory estimate in Markdown, for hovers over the model and the keys that decide it. Undefined
 * elsewhere, and for models we know nothing of: there is nothing to say that helps.
 */
export function explainFit({ config }: Analysis, path: Path): string | undefined {
  const at = path.join('.');
  const isPlaceOf = (key: (typeof explained)[number]) =>
    [parameterPath(key), config[key]?.path].some((place) => place?.join('.') === at);
  const isModel = config.modelId?.path.join('.') === at;
  if (!isModel && !explained.some((key) => isPlaceOf(key))) return undefined;
  if (config.known.model === undefined || config.known.model.isPooling === true) return undefined;
  const request = fitRequestOf(config);
  return summary(fitOfValues(config), request.ok ? request.value.device : undefined);
}

/** "31,536": whole tokens as people read them. */
export function showTokens(tokens: number): string {
  return Math.floor(tokens).toLocaleString('en-US');
}

/** "each A10G", "8 cores of Trainium2": what the figures of an estimate are about. */
export function eachDevice(device: FitDevice, ranks: number): string {
  if (device.kind === 'gpu') return `each ${device.name}`;
  return `${ranks} ${ranks === 1 ? 'core' : 'cores'} of ${device.name}`;
}

function summary(fit: Fit, device: FitDevice | undefined): string {
  if (fit.verdict === 'unknown') return `Memory fit: not known (${fit.missing.join('; ')}).`;
  return [
    `Memory fit, by our estimate: **${fit.verdict.replaceAll('-', ' ')}**. ${fit.reason}`,
    device?.kind === 'gpu' ? parts(fit, device.name) : undefined,
    fit.verdict === 'does-not-fit'
      ? undefined
      : `The KV cache holds ${showTokens(fit.kvCacheTokens)} tokens: ${fit.maxConcurrency.toFixed(1)} requests of ${showTokens(fit.maxModelLen)} at once.`,
    `Rests on ${fit.assumptions.length} assumptions; Show Inference Memory Fit lists them.`,
  ]
    .filter((line) => line !== undefined)
    .join('\n\n');
}

function parts({ breakdown, budgetGiB }: KnownFit, name: string): string {
  const { weightsGiB, activationGiB, nonTorchGiB, cudaGraphGiB, kvCacheGiB, totalGiB } = breakdown;
  const sizes = [
    `weights ${showGiB(weightsGiB)}`,
    `activations ${showGiB(activationGiB)}`,
    `CUDA and NCCL ${showGiB(nonTorchGiB)}`,
    `CUDA graphs ${showGiB(cudaGraphGiB)}`,
    `KV cache ${showGiB(kvCacheGiB)}`,
  ];
  return `Of the ${showGiB(totalGiB)} GiB of each ${name}, vLLM may take ${showGiB(budgetGiB)}: ${sizes.join(', ')}.`;
}
