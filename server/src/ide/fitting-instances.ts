import { gpuResourceName, neuronDeviceResourceName } from '../catalog/accelerator.ts';
import { findGpu } from '../catalog/gpus.ts';
import type { InstanceType } from '../catalog/instance-types.ts';
import { isParameterPath, parameterPath, paths, resourcesPath } from '../catalog/values-paths.ts';
import { mainFlag } from '../catalog/vllm-arguments.ts';
import { gpuDevice } from '../fit/device.ts';
import { instancesThatFit, type InstanceFit } from '../fit/instance-fits.ts';
import type { FitRequest } from '../fit/request.ts';
import { fitRequestOf } from '../fit/request-of-values.ts';
import { fitOfValues } from '../fit/values-fit.ts';
import { placeEdit } from '../lint/place-fixes.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import { parseLike } from '../syntax/document-below.ts';
import { applyEdit, editValues, type TextEdit, type ValueEdit } from '../syntax/edit-values.ts';
import type { Path } from '../syntax/node.ts';
import { analyze, type Analysis } from './analysis.ts';
import { diagnose } from './diagnostics.ts';

/** An instance type that would do, and the edit that makes the document ask for it. */
export interface FittingInstance {
  readonly found: InstanceFit;
  /** Absent when the document asks for exactly this already. */
  readonly edit: TextEdit | undefined;
}

const most = 5;
/** Each candidate is checked as a document of its own, so their number is bounded. */
const mostTried = 16;

/**
 * The smallest instance types of the document's accelerator on which its model fits, one a family.
 * Each is tried: with its edit the document has no error that it did not have, and fits.
 */
export function fittingInstances(analysis: Analysis): readonly FittingInstance[] {
  const { config } = analysis;
  const request = requestOnAnyDevice(config);
  const accelerator = config.accelerator?.value;
  if (request === undefined || accelerator === undefined || accelerator === 'graviton') return [];
  const settings = { ...request, pipelineParallelSize: 1 };
  const found = instancesThatFit({
    model: request.model,
    accelerator,
    settings,
  });
  const errors = errorsOf(analysis);
  const families = new Set<string>();
  const fitting: FittingInstance[] = [];
  for (const candidate of found.slice(0, mostTried)) {
    if (fitting.length === most) break;
    if (families.has(candidate.type.family)) continue;
    const edits = editsFor(candidate, config);
    const edit = edits.length === 0 ? undefined : editValues(analysis.document, edits);
    if (edits.length > 0 && edit === undefined) continue;
    if (edit === undefined ? isBlamed(candidate.type, errors) : !isBetter(analysis, edit, errors))
      continue;
    families.add(candidate.type.family);
    fitting.push({ found: candidate, edit });
  }
  return fitting;
}

/** What the values ask, whatever device they name: any will do here, as it is replaced. */
function requestOnAnyDevice(config: InferenceConfig): FitRequest | undefined {
  const anyGpu = findGpu('L4');
  if (anyGpu === undefined) return undefined;
  const request = fitRequestOf(config, { device: gpuDevice(anyGpu), tensorParallelSize: 1 });
  return request.ok ? request.value : undefined;
}

function editsFor(
  { type, tensorParallelSize, deviceCount }: InstanceFit,
  config: InferenceConfig,
): readonly ValueEdit[] {
  const { values, accelerator, numGpus, pipelineParallelSize: stages } = config;
  const resource = type.neuron ? neuronDeviceResourceName : gpuResourceName;
  const resources = resourcesPath(accelerator?.value ?? type.acceleratorKind);
  const now = (path: Path) => {
    const fact = isParameterPath(path) ? config.flags.get(mainFlag(String(path[1]))) : undefined;
    return (fact ?? values.at(path))?.value;
  };
  const wanted: readonly (readonly [Path, string | number])[] = [
    [paths.instanceType, type.name],
    [[...resources, 'requests', resource], deviceCount],
    [[...resources, 'limits', resource], deviceCount],
    ...(impliesTensorSize(config, type)
      ? []
      : [[parameterPath('tensorParallelSize'), tensorParallelSize] as const]),
    ...(stages !== undefined && stages.value > 1
      ? [[parameterPath('pipelineParallelSize'), 1] as const]
      : []),
    ...(numGpus?.origin.kind === 'document' && type.gpu
      ? [[numGpus.path, deviceCount] as const]
      : []),
  ];
  return wanted
    .filter(([path, value]) => String(now(path)) !== String(value))
    .map(([path, value]) => ({ kind: 'set', path, value }) as const)
    .map((edit) => placeEdit(edit, config) ?? edit);
}

/** Charts of generation 0.2 take the tensor parallel size from the GPUs while the values leave it out. */
function impliesTensorSize(config: InferenceConfig, type: InstanceType): boolean {
  return (
    config.generation === '0.2' &&
    type.gpu !== undefined &&
    config.tensorParallelSize === undefined &&
    config.known.framework?.impliesTensorSize === true
  );
}

/** Whether the document, which asks for this type already, has an error that speaks of it. */
function isBlamed({ name }: InstanceType, errors: ReadonlySet<string>): boolean {
  return [...errors].some((message) => message.includes(name));
}

function isBetter(
  { document, surroundings }: Analysis,
  edit: TextEdit,
  before: ReadonlySet<string>,
): boolean {
  const after = analyze(parseLike(document, applyEdit(document.text, edit)), surroundings);
  if (fitOfValues(after.config).verdict !== 'fits') return false;
  return [...errorsOf(after)].every((error) => before.has(error));
}

/** By message: one that names another instance type is another error. */
function errorsOf(analysis: Analysis): ReadonlySet<string> {
  return new Set(
    diagnose(analysis)
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message),
  );
}
