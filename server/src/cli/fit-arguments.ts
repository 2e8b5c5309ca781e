import { failed, ok, type Result } from '../base/result.ts';
import { parseVersion } from '../catalog/versions.ts';
import type { ServingSettings } from '../fit/request.ts';
import { given, options, text, texts, type Read } from './read-options.ts';

/** A question about memory: values files, or a model on a device, or files with a "what if". */
export interface FitCommand {
  readonly name: 'fit';
  /** In Helm's order; empty when model and device are all there is. */
  readonly files: readonly string[];
  readonly chart?: string;
  /** A hub id, a config.json, or a folder with one. */
  readonly model?: string;
  readonly gpu?: string;
  readonly instance?: string;
  /** What the command line says; it wins over the files. */
  readonly settings: ServingSettings;
  readonly format: 'text' | 'json';
}

/** The failure is one sentence for the user. */
export function readFit(args: readonly string[]): Result<FitCommand, string> {
  const read = options(args, {
    chart: { type: 'string' },
    file: { type: 'string', short: 'f', multiple: true },
    model: { type: 'string' },
    gpu: { type: 'string' },
    instance: { type: 'string' },
    dtype: { type: 'string' },
    'kv-cache-dtype': { type: 'string' },
    quantization: { type: 'string' },
    'vllm-version': { type: 'string' },
    'gpu-memory-utilization': { type: 'string' },
    'enforce-eager': { type: 'boolean' },
    format: { type: 'string' },
    ...Object.fromEntries(Object.keys(wholeNumbers).map((flag) => [flag, { type: 'string' }])),
  });
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const files = [...(texts(values['file']) ?? []), ...positionals];
  const asked = {
    ...given('model', text(values['model'])),
    ...given('gpu', text(values['gpu'])),
    ...given('instance', text(values['instance'])),
  };
  const format = text(values['format']) ?? 'text';
  if (format !== 'text' && format !== 'json')
    return failed(`--format is ${format}, but must be text or json.`);
  if (asked.gpu !== undefined && asked.instance !== undefined)
    return failed('--gpu and --instance both name the hardware; one of them is enough.');
  if (files.length === 0 && asked.model === undefined)
    return failed('fit needs a values file (-f FILE), or --model with --gpu or --instance.');
  if (files.length === 0 && asked.gpu === undefined && asked.instance === undefined)
    return failed('fit needs --gpu or --instance beside --model.');
  const settings = readSettings(read.value);
  if (!settings.ok) return settings;
  return ok({
    name: 'fit',
    files,
    ...given('chart', text(values['chart'])),
    ...asked,
    settings: settings.value,
    format,
  });
}

const wholeNumbers = {
  gpus: 'gpus',
  tp: 'tensorParallelSize',
  pp: 'pipelineParallelSize',
  'max-model-len': 'maxModelLen',
  'max-num-seqs': 'maxNumSeqs',
  'max-num-batched-tokens': 'maxNumBatchedTokens',
} as const;

function readSettings({ values }: Read): Result<ServingSettings, string> {
  const numbers: Partial<Record<(typeof wholeNumbers)[keyof typeof wholeNumbers], number>> = {};
  for (const [flag, name] of Object.entries(wholeNumbers)) {
    const written = text(values[flag]);
    if (written === undefined) continue;
    if (!/^[1-9]\d{0,8}$/.test(written))
      return failed(`--${flag} is ${written}, but must be a whole number above 0.`);
    numbers[name] = Number(written);
  }
  const share = text(values['gpu-memory-utilization']);
  if (share !== undefined && !(Number(share) > 0 && Number(share) <= 1))
    return failed(`--gpu-memory-utilization is ${share}, but must be above 0 and at most 1.`);
  const version = text(values['vllm-version']);
  const vllmVersion = version === undefined ? undefined : parseVersion(version);
  if (version !== undefined && vllmVersion === undefined)
    return failed(`--vllm-version is ${version}, but must be a release such as 0.11.0.`);
  const { gpus, ...sizes } = numbers;
  const tensor = tensorSize(gpus, sizes);
  if (!tensor.ok) return tensor;
  return ok({
    ...sizes,
    ...given('tensorParallelSize', tensor.value),
    ...given('gpuMemoryUtilization', share === undefined ? undefined : Number(share)),
    ...given('dtype', text(values['dtype'])),
    ...given('kvCacheDtype', text(values['kv-cache-dtype'])),
    ...given('quantization', text(values['quantization'])),
    ...given('vllmVersion', vllmVersion),
    ...(values['enforce-eager'] === true && { enforceEager: true }),
  });
}

/** `--gpus` alone means: split the model over all of them. */
function tensorSize(
  gpus: number | undefined,
  { tensorParallelSize: asked, pipelineParallelSize: stages = 1 }: ServingSettings,
): Result<number | undefined, string> {
  if (gpus === undefined) return ok(asked);
  if (asked === undefined && gpus % stages !== 0)
    return failed(`--gpus ${gpus} cannot be shared out over --pp ${stages} stages.`);
  if ((asked ?? 1) * stages > gpus)
    return failed(`--tp ${asked ?? 1} × --pp ${stages} takes more than --gpus ${gpus}.`);
  return ok(asked ?? gpus / stages);
}
