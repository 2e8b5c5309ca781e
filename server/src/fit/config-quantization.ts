import type { QuantizationMethod } from '../catalog/quantization.ts';
import { isRecord, textAt, type ConfigRecord } from './config-record.ts';
import { quantizationMethod } from './quantization-method.ts';

/** How the weights of a checkpoint are quantised, by `quantization_config`. `gguf` stands for a size we cannot tell. */
export function quantizationOf(
  config: ConfigRecord,
  root: ConfigRecord,
): QuantizationMethod | undefined {
  const stated = [config, root]
    .flatMap((record) => [record['quantization_config'], record['compression_config']])
    .find(isRecord);
  if (stated === undefined) return undefined;
  const bits = stated['bits'] === 8 ? '-8bit' : '';
  const name = `${textAt(stated, 'quant_method')}${bits}`;
  const method = name.startsWith('compressed-tensors')
    ? compressedTensors(stated)
    : quantizationMethod(`${name} ${textAt(stated, 'quant_algo')}`, undefined);
  return method === 'unknown' ? 'gguf' : method;
}

/** llm-compressor writes bits and number type of the weights of each group of layers. */
function compressedTensors(stated: ConfigRecord): QuantizationMethod | 'unknown' {
  const groups = isRecord(stated['config_groups']) ? Object.values(stated['config_groups']) : [];
  const weights = groups
    .filter(isRecord)
    .map((group) => group['weights'])
    .find(isRecord);
  if (weights === undefined) return 'unknown';
  const isFloat = weights['type'] === 'float';
  if (weights['num_bits'] === 4) return isFloat ? 'nvfp4' : 'int4';
  if (weights['num_bits'] === 8) return isFloat ? 'fp8' : 'int8';
  return 'unknown';
}
