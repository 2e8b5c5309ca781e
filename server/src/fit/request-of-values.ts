import { failed, ok, type Result } from '../base/result.ts';
import type { ModelFacts } from '../catalog/models.ts';
import { flagName, parameterName } from '../catalog/vllm-arguments.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { unmodelledFlagsOf } from '../model/unmodelled-flags.ts';
import { deviceOf } from './device-of-values.ts';
import type { FitRequest, ServingSettings } from './request.ts';

/**
 * The merged values as the estimator's question. The failure lists what the values leave open, each
 * in words that finish "unknown: …": nothing is filled in that the pod may see otherwise.
 * @param given what is asked for instead of what the values say.
 */
export function fitRequestOf(
  config: InferenceConfig,
  given: Partial<FitRequest> = {},
): Result<FitRequest, readonly string[]> {
  const model = given.model ? ok(given.model) : modelOf(config);
  const device = given.device ? ok(given.device) : deviceOf(config);
  const settings = settingsOf(config, given);
  const unmodelled = unmodelledIn(config, given);
  if (model.ok && device.ok && settings.ok && unmodelled.length === 0)
    return ok({ model: model.value, device: device.value, ...settings.value });
  return failed([
    ...(model.ok ? [] : [model.failure]),
    ...(device.ok ? [] : [device.failure]),
    ...(settings.ok ? [] : settings.failure),
    ...unmodelled,
  ]);
}

function modelOf({ modelId, known }: InferenceConfig): Result<ModelFacts, string> {
  if (modelId === undefined) return failed('which model is served');
  if (known.model === undefined) return failed(`the shape of ${modelId.value}`);
  if (known.model.isPooling === true) return failed('how an embedding model uses its memory');
  return ok(known.model);
}

/** Parameters that the estimator reads from the values. */
const modelledKeys = [
  'tensorParallelSize',
  'pipelineParallelSize',
  'gpuMemoryUtilization',
  'maxModelLen',
  'maxNumSeqs',
  'maxNumBatchedTokens',
  'dtype',
  'kvCacheDtype',
  'quantization',
  'enforceEager',
] as const;

function unmodelledIn(config: InferenceConfig, given: ServingSettings): readonly string[] {
  const { framework, known, accelerator, flags } = config;
  const { undecidedFlags } = known;
  const server =
    framework === undefined || known.framework?.servesVllm === true
      ? []
      : [`how ${framework.value} uses memory`];
  const twice = modelledKeys
    .filter((key) => given[key] === undefined && undecidedFlags.has(flagName(key)))
    .map((key) => `${key}, which is set past modelParameters`);
  const effects = unmodelledFlagsOf(config, 'memory').map(
    (flag) => `what ${parameterName(flag)} does to memory`,
  );
  const copies = 'data-parallel-size';
  const experts =
    (flags.has(copies) || undecidedFlags.has(copies)) && known.model?.experts !== undefined
      ? ['how experts are spread over dataParallelSize']
      : [];
  const cores =
    accelerator?.value === 'neuron' && undecidedFlags.has('neuron-logical-nc-config')
      ? ['memory of logical cores at another NEURON_LOGICAL_NC_CONFIG']
      : [];
  return [...server, ...twice, ...effects, ...experts, ...cores];
}

function settingsOf(
  config: InferenceConfig,
  given: ServingSettings,
): Result<ServingSettings, readonly string[]> {
  const { flags, known } = config;
  const missing: string[] = [];
  const whole = (key: WholeNumber) => {
    if (given[key] !== undefined) return given[key];
    const fact = config[key];
    const isThere = flags.has(flagName(key));
    if (fact === undefined ? isThere : !Number.isInteger(fact.value) || fact.value < 1)
      missing.push(`what ${key} is`);
    return fact?.value;
  };
  const name = (key: 'dtype' | 'kvCacheDtype' | 'quantization') =>
    given[key] ?? scalar(flags.get(flagName(key)), key, missing);
  const share = () => {
    if (given.gpuMemoryUtilization !== undefined) return given.gpuMemoryUtilization;
    const fact = config.gpuMemoryUtilization;
    const isThere = flags.has('gpu-memory-utilization');
    if (fact === undefined ? isThere : !isShare(fact.value))
      missing.push('what gpuMemoryUtilization is');
    return fact?.value;
  };
  const settings = {
    tensorParallelSize: whole('tensorParallelSize') ?? impliedTensorSize(config, missing),
    pipelineParallelSize: whole('pipelineParallelSize'),
    maxModelLen: whole('maxModelLen'),
    maxNumSeqs: whole('maxNumSeqs'),
    maxNumBatchedTokens: whole('maxNumBatchedTokens'),
    gpuMemoryUtilization: share(),
    dtype: name('dtype'),
    kvCacheDtype: name('kvCacheDtype'),
    quantization: name('quantization'),
    vllmVersion: given.vllmVersion ?? known.vllm,
    enforceEager: given.enforceEager ?? isEager(config),
    hasFlashInfer:
      given.hasFlashInfer ?? (config.isRay ? undefined : known.image.carriesFlashInfer),
  };
  return missing.length > 0 ? failed(missing) : ok(withoutAbsent(settings));
}

type WholeNumber =
  | 'tensorParallelSize'
  | 'pipelineParallelSize'
  | 'maxModelLen'
  | 'maxNumSeqs'
  | 'maxNumBatchedTokens';

/**
 * Charts of generation 0.2 pass the number of GPUs as tensor parallel size where the values do not
 * say one: some frameworks only (inference-charts 0.2.1, templates/_helpers.tpl).
 */
function impliedTensorSize(config: InferenceConfig, missing: string[]): number | undefined {
  const { generation, known } = config;
  if (generation === '0.1') return undefined;
  const isImplied = known.framework?.impliesTensorSize === true;
  if (generation === '0.2' && isImplied && known.devices?.unit === 'gpu')
    return known.devices.count;
  missing.push('the tensorParallelSize that this chart chooses');
  return undefined;
}

function isShare(value: number): boolean {
  return value > 0 && value <= 1;
}

function isEager({ flags }: InferenceConfig): boolean | undefined {
  if (flags.has('no-enforce-eager')) return undefined;
  const value = flags.get('enforce-eager')?.value;
  if (value === undefined) return undefined;
  return value === true || (typeof value === 'string' && /^(true)?$/i.test(value));
}

function scalar(fact: Fact | undefined, key: string, missing: string[]): string | undefined {
  if (fact === undefined || fact.value === '') return undefined;
  if (typeof fact.value === 'string' && !fact.value.includes('{{')) return fact.value;
  missing.push(`what ${key} is`);
  return undefined;
}

function withoutAbsent<Settings extends object>(
  settings: Settings,
): { [key in keyof Settings]?: Exclude<Settings[key], undefined> } {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined),
  ) as never;
}
