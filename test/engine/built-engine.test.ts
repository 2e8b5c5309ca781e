import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { hash, hashOfSources } from '../../build/engine-sources.ts';
import { limitMemory } from '../../build/limit-memory.ts';
import { root } from './engine-under-test.ts';

const dist = join(root, 'engine', 'dist');

test('the committed engine was built from the committed sources: else run npm run build:engine', () => {
  const wasm = gunzipSync(readFileSync(join(dist, 'engine.wasm.gz')));
  const sums = `${hashOfSources()}  sources\n${hash(wasm)}  engine.wasm\n`;
  expect(readFileSync(join(dist, 'sources.sha256'), 'utf8')).toBe(sums);
});

test("the glue carries Go's licence", () => {
  const glue = readFileSync(join(dist, 'wasm_exec.js'), 'utf8');
  expect(glue).toContain('Redistributions in binary form must reproduce the above');
});

test('a module without a maximum of memory gets one', () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const start = Uint8Array.from([...header, 1, 1, 0, 5, 3, 1, 0, 2, 11, 1, 0]);
  const limited = [...header, 1, 1, 0, 5, 5, 1, 1, 2, 0x80, 0x40, 11, 1, 0];
  expect([...limitMemory(start, 512)]).toEqual(limited);
  expect(() => limitMemory(Uint8Array.from(limited), 1)).toThrow('without a maximum');
});
