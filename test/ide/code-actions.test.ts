import { describe, expect, test } from 'vitest';
import { codeActions, commandActions, fixAll } from '../../server/src/ide/code-actions.ts';
import type { Diagnostic } from '../../server/src/ide/diagnostic.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { applyEdit } from '../../server/src/syntax/edit-values.ts';
import { cursorOf } from '../markers.ts';
import { openFixture } from './open-fixture.ts';

/** Titles of what is offered at the cursor, and the text after one of them. */
function actionsAt(fixture: string) {
  const { file, analysis } = openFixture(fixture);
  const cursor = cursorOf(file);
  const span = { start: cursor, end: cursor };
  const actions = codeActions(analysis.document, diagnose(analysis), span);
  return {
    titles: actions.map(({ title }) => title),
    after: (title: string) => {
      const action = actions.find((one) => one.title === title);
      if (action === undefined) throw new Error(`"${title}" is not offered.`);
      return applyEdit(file.text, action.edit);
    },
  };
}

describe('quick fixes', () => {
  test('the fix comes first, then silence', () => {
    const actions = actionsAt('modelParameters:\n  maxModel$0Length: 4096 # long\n');
    expect(actions.titles).toEqual([
      'Rename maxModelLength to maxModelLen',
      'Ignore unknown-key on this line',
    ]);
    expect(actions.after('Rename maxModelLength to maxModelLen')).toBe(
      'modelParameters:\n  maxModelLen: 4096 # long\n',
    );
    expect(actions.after('Ignore unknown-key on this line')).toBe(
      'modelParameters:\n  # inference-charts: ignore unknown-key\n  maxModelLength: 4096 # long\n',
    );
  });

  test('a misplaced key moves with its value', () => {
    const { titles, after } = actionsAt(
      'inference:\n  modelServer:\n    ray$0Version: "2.47.0"\n    vllmVersion: "0.9.1"\n',
    );
    expect(titles[0]).toBe('Move rayVersion to inference.rayOptions.rayVersion');
    expect(after(titles[0] ?? '')).toBe(
      'inference:\n  modelServer:\n    vllmVersion: "0.9.1"\n  rayOptions:\n    rayVersion: "2.47.0"\n',
    );
  });

  test('what two findings would mend alike is offered once', () => {
    const { titles } = actionsAt(
      [
        'inference:',
        '  modelServer:',
        '    deployment:',
        '      resources:',
        '        gpu:',
        '          requests: { nvidia.com/gpu: 8 }',
        '          limits: { nvidia.com/gpu: 8 }',
        'modelParameters:',
        '  modelId: meta-llama/Llama-4-Scout-17B-16E-Instruct',
        '  tensorParallelSize: 1$06',
        '',
      ].join('\n'),
    );
    expect(titles.filter((title) => title === 'Set tensorParallelSize to 8')).toHaveLength(1);
    expect(titles.filter((title) => title.startsWith('Ignore '))).toHaveLength(2);
  });

  test('broken text is not silenced', () => {
    expect(actionsAt('modelParameters:\n  modelId: "x$0\n').titles).toEqual([]);
  });

  test('nothing is offered away from the finding', () => {
    expect(
      actionsAt('modelParameters:\n  maxModelLength: 4096\n  maxNumSeqs: $04\n').titles,
    ).toEqual([]);
  });
});

test('a chart that is not on this machine can be fetched, where that is told', () => {
  const missing: Diagnostic = {
    code: 'chart-not-found',
    severity: 'information',
    message: 'No chart of generation 0.2 was found.',
    path: [],
    span: { start: 10, end: 20 },
    related: [],
    fixes: [],
    isUnnecessary: false,
  };
  const other = { ...missing, code: 'chart-not-readable' };
  const at = (offset: number) => commandActions([missing, other], { start: offset, end: offset });
  expect(at(15)).toEqual([
    { title: 'Get Inference Chart…', command: 'get-chart', diagnostics: [missing] },
  ]);
  expect(at(21)).toEqual([]);
});

test('fix all mends what keeps the meaning, in one edit, and then has nothing left', () => {
  const text = 'inference:\n  modelServer:\n    vllmVersion: 0.10\n    pythonVersion: 3.10\n';
  const { analysis } = openFixture(text);
  const action = fixAll(analysis.document, diagnose(analysis));
  const after = action && applyEdit(text, action.edit);
  expect(after).toBe(
    'inference:\n  modelServer:\n    vllmVersion: "0.10"\n    pythonVersion: "3.10"\n',
  );
  const again = openFixture(after ?? '').analysis;
  expect(fixAll(again.document, diagnose(again))).toBeUndefined();
});
