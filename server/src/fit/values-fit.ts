import type { InferenceConfig } from '../model/inference-config.ts';
import { estimateFit } from './estimate.ts';
import type { Fit } from './fit.ts';
import type { FitRequest } from './request.ts';
import { fitRequestOf } from './request-of-values.ts';

/**
 * The estimate for merged values. Total: what they leave open makes it "unknown".
 * @param given what is asked for instead of what the values say.
 */
export function fitOfValues(config: InferenceConfig, given: Partial<FitRequest> = {}): Fit {
  const request = fitRequestOf(config, given);
  if (!request.ok) return { verdict: 'unknown', missing: request.failure, assumptions: [] };
  const fit = estimateFit(request.value);
  return { ...fit, assumptions: [...additions(config), ...fit.assumptions] };
}

/** What comes on top of the estimate, so that "fits" may be too hopeful. */
function additions({ flags, known }: InferenceConfig): readonly string[] {
  const isSet = (flag: string) => {
    const value = flags.get(flag)?.value;
    const isOff = value === undefined || value === false || value === 'false';
    return !isOff || known.undecidedFlags.has(flag);
  };
  return [
    ...(isSet('enable-lora') ? ['LoRA adapters are not counted: they come on top.'] : []),
    ...(isSet('speculative-config') || isSet('speculative-model')
      ? ['The draft model of speculative decoding is not counted: it comes on top.']
      : []),
  ];
}
