import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { presets02 } from '../../build/presets-0.2/generate-presets.ts';
import { generationOfWords } from '../../server/src/chart/generation-of-words.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { at, preset, renderChart, stopEngine } from './render.ts';

afterAll(stopEngine);

/** The presets for charts of generation 0.2: made of those for the box, and rendered by such a chart. */
const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const translated = readdirSync(new URL('presets-0.2/', root)).sort();
const all = readdirSync(new URL('presets/', root)).sort();

test('they are what `npm run generate` makes of the presets', () => {
  const made = presets02(all.map((file) => ({ file, text: preset(file) })));
  expect(translated.map((file) => ({ file, text: read(`presets-0.2/${file}`) }))).toEqual(made);
});

test('docs/presets.md says of each one that is missing why', () => {
  const [, section = ''] =
    /^## Presets for charts 0\.2\n([\s\S]*?)(?=^## )/m.exec(read('docs/presets.md')) ?? [];
  const named = [...section.matchAll(/`(values-[\w.-]+\.yaml)`/g)].map(([, file]) => file);
  expect(named.sort()).toEqual(all.filter((file) => !translated.includes(file)));
});

test.each(translated)(
  '%s has a workload, and as long to start as under the chart in the box',
  async (file) => {
    const text = read(`presets-0.2/${file}`);
    expect(generationOfWords([parse(text)])).toBe('0.2');
    const chart = await renderChart(text, { chart: 'test/fixtures/charts/generation-0.2' });
    const isRay = text.includes('\n  framework: ray-vllm\n');
    const workload = chart.only(isRay ? 'RayService' : 'Deployment');
    expect(chart.text).not.toMatch(/\de\+\d|<no value>|%!|map\[/);
    expect(chart.text).toContain(/^model: (.+)$/m.exec(text)?.[1]);
    expect(JSON.stringify(workload)).toContain(/instanceType: (\S+)/.exec(text)?.[1]);
    if (isRay) return;

    const pod = at((await renderChart(preset(file))).only('Deployment'), 'spec.template.spec');
    const { failureThreshold, periodSeconds } = at(pod, 'containers.0.startupProbe') as Record<
      string,
      number
    >;
    const [, failures] = /startupProbe:\n +failureThreshold: (\d+)$/m.exec(text) ?? [];
    // Published charts ask every ten seconds as well.
    expect(periodSeconds).toBe(10);
    expect(Number(failures)).toBe(failureThreshold);
    const [, size] = /sharedMemory: "?(\w+)"?$/m.exec(text) ?? [];
    expect(at(pod, 'volumes.0.emptyDir.sizeLimit')).toBe(size);
  },
);
