import { expect, test } from 'vitest';
import { readArguments } from '../../server/src/cli/arguments.ts';

test.each<[readonly string[], object]>([
  [['status'], { name: 'status', files: [], format: 'text' }],
  [['status', 'llama', '-n', 'models'], { release: 'llama', namespace: 'models' }],
  [['rollback', 'llama', '3', '--yes'], { release: 'llama', revision: 3, isConfirmed: true }],
  [['rollback', '-f', 'a.yaml', '3'], { files: ['a.yaml'], revision: 3, isConfirmed: false }],
  [['rollback', '-f', 'a.yaml', '--release', 'llama', '3'], { release: 'llama', revision: 3 }],
  [
    ['uninstall', 'llama', '--keep-history', '--cascade', 'foreground'],
    { release: 'llama', keepsHistory: true, propagation: 'Foreground' },
  ],
  [['uninstall', 'llama'], { keepsHistory: false, propagation: 'Background' }],
  [['unlock', 'llama', '--confirm-context', 'prod'], { name: 'unlock', confirmedContext: 'prod' }],
])('%j', (args, command) => {
  expect(readArguments(args)).toMatchObject({ ok: true, value: command });
});

test.each([
  [['rollback'], 'rollback needs a release, or the values file that was deployed: -f FILE.'],
  [['rollback', 'llama', 'three'], 'three is no revision; revisions are 1, 2, 3 and so on.'],
  [['rollback', 'llama', '3', '4'], '4 is one argument too many for rollback.'],
  [['uninstall', 'llama', '3'], '3 is one argument too many for uninstall.'],
  [
    ['uninstall', 'llama', '--cascade', 'all'],
    '--cascade is all, but must be background, foreground or orphan.',
  ],
  [['status', '--format', 'yaml'], '--format is yaml, but must be text or json.'],
])('%j is not understood, and the sentence says why', (args, sentence) => {
  expect(readArguments(args)).toEqual({ ok: false, failure: sentence });
});
