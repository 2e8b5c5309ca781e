import { expect, it } from 'vitest';
import { boxChart, wholeChart01, wholeChart02 } from '../lint/charts.ts';

function faults(chart: typeof boxChart): readonly string[] {
  return Object.entries(chart.faults)
    .filter(([, has]) => has)
    .map(([fault]) => fault)
    .sort();
}

it('the chart in the box has none of the faults of published charts', () => {
  expect(faults(boxChart)).toEqual([]);
});

it('those of generation 0.1 are seen', () => {
  expect(faults(wholeChart01)).toEqual([
    'hidesNeuronCoresFromRay',
    'installsVllmUnpinned',
    'lacksReadinessProbe',
    'lacksSharedMemory',
    'leavesConfigMapsBehind',
    'namesHeadService',
    'requiresPodAffinity',
    'selectsRayClusterByName',
    'takesOneRankByDefault',
    'turnsChunkedPrefillOff',
  ]);
});

it('those of generation 0.2 are seen', () => {
  expect(faults(wholeChart02)).toEqual([
    'countsTwoCoresPerDevice',
    'hidesNeuronCoresFromRay',
    'splitsFlagsByShell',
    'takesOneRankByDefault',
  ]);
});
