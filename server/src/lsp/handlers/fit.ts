import { fitPicture } from '../../ide/fit-picture.ts';
import { fittingInstances, type FittingInstance } from '../../ide/fitting-instances.ts';
import { showTokens } from '../../ide/explain-fit.ts';
import type { DocumentParams, FitAnswer, FittingInstance as Answered } from '../../protocol.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** inference/fit: the memory estimate of the document as it stands in the editor, ready to be shown. */
export function fit({ snapshots }: Session, { uri }: DocumentParams): FitAnswer {
  const snapshot = snapshots.of(uri);
  if (snapshot === undefined) return { kind: 'not-open' };
  const { version, analysis } = snapshot;
  const picture = fitPicture(analysis);
  const instances = fittingInstances(analysis).map((found) => instanceAnswer(found, snapshot));
  return picture.verdict === 'unknown'
    ? { kind: 'unknown', version, title: picture.title, missing: picture.missing, instances }
    : { kind: 'estimated', version, ...picture, instances };
}

function instanceAnswer({ found, edit }: FittingInstance, { lines }: Snapshot): Answered {
  const { type, tensorParallelSize, deviceCount, fit: outcome } = found;
  const { acceleratorModel, memoryPerDeviceGiB, vcpu, memoryGiB } = type;
  const unit = type.neuron ? 'Neuron device' : 'GPU';
  return {
    name: type.name,
    hardware: `${type.deviceCount} × ${acceleratorModel} ${memoryPerDeviceGiB} GiB, ${vcpu} vCPU, ${memoryGiB} GiB`,
    outcome: `tensorParallelSize ${tensorParallelSize} on ${deviceCount} ${unit}${deviceCount === 1 ? '' : 's'}; KV cache ${showTokens(outcome.kvCacheTokens)} tokens`,
    isCurrent: edit === undefined,
    ...(edit !== undefined && {
      edit: { range: rangeOf(lines, edit.span), newText: edit.newText },
    }),
  };
}
