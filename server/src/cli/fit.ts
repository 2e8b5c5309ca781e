import { join } from 'node:path';
import { failed, ok, type Result } from '../base/result.ts';
import { findGpu } from '../catalog/gpus.ts';
import { findInstanceType } from '../catalog/instance-types.ts';
import { findModel, type ModelFacts } from '../catalog/models.ts';
import { gpuDevice, instanceDevice } from '../fit/device.ts';
import { estimateFit } from '../fit/estimate.ts';
import type { Fit } from '../fit/fit.ts';
import { parseModelConfig } from '../fit/model-config.ts';
import type { FitDevice, FitRequest } from '../fit/request.ts';
import { fitOfValues } from '../fit/values-fit.ts';
import type { FitCommand } from './fit-arguments.ts';
import { formatFit, type FitAnswer } from './formats/fit.ts';
import type { Ports } from './ports.ts';
import { readValues } from './values-input.ts';

/** Prints the memory estimate. 0 fits, tight or unknown · 1 does not fit · 2 something cannot be read. */
export function fit(command: FitCommand, ports: Ports): number {
  const answer = answerFor(command, ports);
  if (!answer.ok) {
    ports.output.complain(`${answer.failure}\n`);
    return 2;
  }
  ports.output.print(formatFit(answer.value, command.format));
  return answer.value.fit.verdict === 'does-not-fit' ? 1 : 0;
}

/** Known, or in words what is not known of it; absent when the command line does not speak of it. */
type Asked<Value> = { readonly known: Value } | { readonly missing: string } | undefined;

function answerFor(command: FitCommand, ports: Ports): Result<FitAnswer, string> {
  const model = askedModel(command.model, ports);
  if (!model.ok) return model;
  const device = askedDevice(command);
  if (!device.ok) return device;
  const missing = [model.value, device.value].flatMap((asked) =>
    asked && 'missing' in asked ? [asked.missing] : [],
  );
  const given: Partial<FitRequest> = {
    ...command.settings,
    ...(model.value && 'known' in model.value && { model: model.value.known }),
    ...(device.value && 'known' in device.value && { device: device.value.known }),
  };
  const [first, ...later] = command.files;
  if (missing.length > 0 || first === undefined) {
    const { model: facts, device: on } = given;
    const fit: Fit =
      facts && on && missing.length === 0
        ? estimateFit({ ...given, model: facts, device: on })
        : { verdict: 'unknown', missing, assumptions: [] };
    return ok(about(fit, command.model, command.instance ?? on?.name ?? command.gpu));
  }
  const input = readValues({ ...command, files: [first, ...later] }, ports);
  if (!input.ok) return input;
  const { config, document, pointed } = input.value.analysis;
  if (document.broken.length > 0)
    return failed(`${later.at(-1) ?? first} is not valid YAML; check says where.`);
  if (given.model === undefined && pointed?.facts.ok === false)
    return failed(pointed.facts.failure);
  const id = given.model?.id ?? config.modelId?.value;
  const on = command.instance ?? given.device?.name ?? config.known.instance?.name;
  return ok(about(fitOfValues(config, given), id, on));
}

function about(fit: Fit, model: string | undefined, device: string | undefined): FitAnswer {
  return {
    fit,
    ...(model !== undefined && { model }),
    ...(device !== undefined && { device }),
  };
}

/** A path that can be read is a config; everything else is an id of the hub. */
function askedModel(name: string | undefined, { files }: Ports): Result<Asked<ModelFacts>, string> {
  if (name === undefined) return ok(undefined);
  const path = files.isFolder(name) ? join(name, 'config.json') : name;
  const text = files.read(path);
  if (!text.ok) {
    if (path !== name || name.endsWith('.json'))
      return failed(`${path} cannot be read: ${text.failure}.`);
    const found = findModel(name);
    return ok(found ? { known: found } : { missing: `the shape of ${name}` });
  }
  const parsed = parseModelConfig(text.value, name);
  if (parsed.ok) return ok({ known: parsed.value });
  const { kind, message } = parsed.failure;
  return kind === 'irregular' ? ok({ missing: message }) : failed(message);
}

function askedDevice({ gpu, instance, settings }: FitCommand): Result<Asked<FitDevice>, string> {
  if (gpu !== undefined) {
    const found = findGpu(gpu);
    return ok(
      found ? { known: gpuDevice(found) } : { missing: `the memory of a GPU called ${gpu}` },
    );
  }
  if (instance === undefined) return ok(undefined);
  const type = findInstanceType(instance);
  if (type === undefined) return ok({ missing: `the hardware of ${instance}` });
  const device = type.family === 'inf1' ? undefined : instanceDevice(type);
  if (device === undefined) return ok({ missing: `how much memory ${instance} gives to vLLM` });
  const ranks = settings.tensorParallelSize ?? 1;
  const room = type.neuron
    ? type.deviceCount * type.neuron.physicalCoresPerDevice
    : type.deviceCount;
  if (ranks > room)
    return failed(
      `--tp ${ranks} is more than ${instance} has: ${room} ${type.neuron ? 'cores' : room === 1 ? 'GPU' : 'GPUs'}.`,
    );
  return ok({ known: device });
}
