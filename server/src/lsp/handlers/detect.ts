import { isInferenceValues } from '../../ide/detect.ts';
import type { DetectParams } from '../../protocol.ts';
import type { Session } from '../session.ts';

/** inference/detect: whether a plain YAML document is one of our values files. */
export function detect(
  _session: Session,
  { text }: DetectParams,
): { readonly isInferenceValues: boolean } {
  return { isInferenceValues: isInferenceValues(text) };
}
