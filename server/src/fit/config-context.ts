import { isRecord, textAt, type ConfigRecord } from './config-record.ts';

/**
 * RoPE scaling lengthens the context, except where the config already states the long one
 * (llama3, longrope, su, mrope) or YaRN starts from the original length.
 * Source: vllm/config/model.py at 017e9f4448, _get_and_verify_max_len.
 */
export function contextLimit(config: ConfigRecord, limit: number): number {
  const scaling = [config['rope_scaling'], config['rope_parameters']].find(isRecord);
  const factor = scaling?.['factor'];
  const type = textAt(scaling, 'rope_type') || textAt(scaling, 'type') || 'default';
  if (
    typeof factor !== 'number' ||
    /^(default|llama3|longrope|su|mrope|proportional)$/.test(type)
  ) {
    return limit;
  }
  if (/^gemma3/.test(textAt(config, 'model_type'))) return limit;
  const original = scaling?.['original_max_position_embeddings'];
  const base = type === 'yarn' && typeof original === 'number' ? original : limit;
  return Math.floor(base * factor);
}
