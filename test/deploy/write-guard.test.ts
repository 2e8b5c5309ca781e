import { describe, expect, test } from 'vitest';
import { confirmWrite } from '../../server/src/cli/confirm-write.ts';
import { contextRulesIn } from '../../server/src/cli/context-rules.ts';
import {
  defaultContextRules,
  protectionOf,
  type ContextRules,
} from '../../server/src/deploy/safety/context-rules.ts';
import { guardWrites } from '../../server/src/deploy/safety/write-guard.ts';
import { sayWriteRefusal } from '../../server/src/deploy/sentences.ts';
import { readMachineSettings } from '../../server/src/lsp/settings.ts';
import { memoryCluster } from './memory-cluster.ts';

const open: ContextRules = { protectedContexts: [], readOnlyContexts: [] };
const guarded: ContextRules = { ...open, protectedContexts: ['test'] };
const readOnly: ContextRules = { protectedContexts: ['test'], readOnlyContexts: ['te*'] };

test.each([
  ['prod', 'protected'],
  ['eu-PROD-2', 'protected'],
  ['arn:aws:eks:eu-west-1:111122223333:cluster/prod', 'protected'],
  ['staging', 'open'],
  ['arn:aws:eks:eu-west-1:111122223333:cluster/dev', 'open'],
])('without a decision of the user, %s is %s', (context, protection) => {
  expect(protectionOf(context, defaultContextRules)).toBe(protection);
});

test('read-only is stronger than protected', () => {
  expect(protectionOf('test', readOnly)).toBe('read-only');
});

describe('a guarded connection', () => {
  test('reads, asks and dry-runs at once, and writes only after the guard has permitted it', async () => {
    const memory = memoryCluster();
    const { cluster, guard } = guardWrites(memory, open);
    const path = '/api/v1/namespaces/models/configmaps/a';
    const write = { method: 'PATCH', path, body: '{}' } as const;
    expect(await cluster.request({ method: 'GET', path: '/version' })).toMatchObject({
      status: 200,
    });
    await cluster.request({ ...write, query: { dryRun: 'All' } });
    const review = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    await cluster.request({ method: 'POST', path: review, body: '{}' });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const)
      expect(() => cluster.request({ ...write, method })).toThrow(
        `${method} ${path} before the guard permitted writing`,
      );
    expect(memory.writes).toEqual([]);
    expect(guard.permit().ok).toBe(true);
    await cluster.request(write);
    expect(memory.writes).toEqual([`PATCH ${path}`]);
  });

  test.each<[string, ContextRules, string | undefined, string]>([
    ['open', open, undefined, ''],
    ['open, another name typed', open, 'prod', 'the context is test, but prod was typed'],
    ['protected', guarded, undefined, 'context test is protected, so its name must be typed first'],
    ['protected, a part of the name typed', guarded, 'tes', 'the context is test, but tes was'],
    ['protected, nothing typed', guarded, '', 'the context is test, but  was typed'],
    ['protected, its name typed', guarded, 'test', ''],
    ['read-only', readOnly, 'test', 'Nothing is written to context test: it is set to read-only'],
  ])('%s', (_what, rules, typed, sentence) => {
    const permitted = guardWrites(memoryCluster(), rules).guard.permit(typed);
    expect(permitted.ok ? '' : sayWriteRefusal(permitted.failure)).toContain(sentence);
    expect(permitted.ok).toBe(sentence === '');
  });
});

describe('the command line', () => {
  test.each<[string, ContextRules, Partial<Given>, string]>([
    ['yes is typed', open, { types: 'yes' }, ''],
    ['anything else is typed', open, { types: 'y' }, '1: Nothing was written.'],
    ['nobody is there', open, {}, '2: Nobody is there to confirm; give --yes to go on'],
    ['--yes', open, { isConfirmed: true }, ''],
    [
      '--yes, but for another context',
      open,
      { isConfirmed: true, confirmedContext: 'prod' },
      '2: Nothing was written: the context is test, but prod was typed.',
    ],
    [
      '--yes where the context is protected',
      guarded,
      { isConfirmed: true },
      '2: Nothing was written: context test is protected, so its name must be typed first. Give --confirm-context test.',
    ],
    ['--yes and the name', guarded, { isConfirmed: true, confirmedContext: 'test' }, ''],
    ['the name is typed', guarded, { types: 'test' }, ''],
    ['yes where the name is asked for', guarded, { types: 'yes' }, '2: Nothing was written: the'],
    ['only Enter', guarded, { types: '' }, '1: Nothing was written.'],
    ['the name beforehand, then yes', guarded, { confirmedContext: 'test', types: 'yes' }, ''],
    [
      'nobody, protected',
      guarded,
      {},
      '2: Nobody is there to confirm; give --yes --confirm-context',
    ],
    [
      'read-only',
      readOnly,
      { isConfirmed: true, confirmedContext: 'test' },
      '2: Nothing is written to context test: it is set to read-only on this machine.',
    ],
  ])('%s', async (_what, rules, { types, isConfirmed = false, ...rest }, expected) => {
    const { guard } = guardWrites(memoryCluster(), rules);
    const output = {
      print: () => undefined,
      complain: () => undefined,
      ask: () => Promise.resolve(types),
    };
    const refusal = await confirmWrite(
      guard,
      { isConfirmed, ...rest },
      { context: 'test', output },
    );
    const told = refusal === undefined ? '' : `${String(refusal.exitCode)}: ${refusal.message}`;
    expect(told).toContain(expected);
    expect(told === '').toBe(expected === '');
  });

  test('has its rules from the environment', () => {
    expect(contextRulesIn({})).toEqual(defaultContextRules);
    expect(
      contextRulesIn({
        INFERENCE_CHARTS_PROTECTED_CONTEXTS: 'live, *-eu ',
        INFERENCE_CHARTS_READ_ONLY_CONTEXTS: 'audit',
      }),
    ).toEqual({ protectedContexts: ['live', '*-eu'], readOnlyContexts: ['audit'] });
    expect(contextRulesIn({ INFERENCE_CHARTS_PROTECTED_CONTEXTS: '' })).toEqual(open);
  });
});

test('the editor has its rules from the settings of the machine', () => {
  expect(readMachineSettings(undefined)).toEqual(defaultContextRules);
  expect(readMachineSettings({ protectedContexts: [], readOnlyContexts: ['a', 1] })).toEqual({
    protectedContexts: [],
    readOnlyContexts: ['a'],
  });
  expect(readMachineSettings({ protectedContexts: 'prod' })).toEqual(defaultContextRules);
});

interface Given {
  /** At the terminal; nobody is there when absent. */
  readonly types: string;
  readonly isConfirmed: boolean;
  readonly confirmedContext: string;
}
