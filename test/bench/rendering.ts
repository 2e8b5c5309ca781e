import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { renderRequest, type RenderAnswer } from '../../server/src/protocol.ts';
import { cacheFolder } from '../workbench/cache.ts';
import { startEditor } from './editor.ts';
import type { Row } from './row.ts';
import { ours } from './servers.ts';
import { spreadOf, type Spread } from './statistics.ts';

const root = join(import.meta.dirname, '../..');
const preset = join(root, 'presets/values-llama-32-1b-ray-vllm.yaml');
const firstRenders = 5;
/** The first renders of a session are run by V8's baseline compiler. */
const warmUp = 20;
const warmRenders = 20;
const helmRuns = 15;

/** A preview as the editor asks for it, from the request to the manifests, each time with another text. */
export async function measureRendering(folder: string): Promise<readonly Row[]> {
  const first: number[] = [];
  const warm: number[] = [];
  for (let session = 0; session < firstRenders; session++) {
    await using editor = await startEditor(ours, folder);
    const text = readFileSync(preset, 'utf8');
    await editor.open(text);
    const render = async (size: number): Promise<number> => {
      const edited = text.replace(/maxNumSeqs: \d+/, `maxNumSeqs: ${String(size)}`);
      const params = { uri: editor.uri, text: edited };
      const begun = performance.now();
      const answer = await editor.connection.sendRequest<RenderAnswer>(
        renderRequest.method,
        params,
      );
      if (answer.kind !== 'rendered')
        throw new Error(`The preset does not render: ${JSON.stringify(answer)}`);
      return performance.now() - begun;
    };
    first.push(await render(1));
    for (let size = 2; size < warmUp + warmRenders + 2; size++) {
      const duration = await render(size);
      if (size >= warmUp + 2) warm.push(duration);
    }
  }
  const peer = await measureHelm();
  return [
    {
      what: 'render, warm',
      unit: 'ms',
      ours: spreadOf(warm),
      budget: 10,
      ...(peer === undefined
        ? {
            note: 'helm is not built here (npm run test:cluster builds it), so it is not measured.',
          }
        : { peer: { name: 'helm template', measured: peer, factor: 10 } }),
    },
    {
      what: 'render, first of a session',
      unit: 'ms',
      ours: spreadOf(first),
      budget: 800,
    },
  ];
}

async function measureHelm(): Promise<Spread | undefined> {
  const helm = join(cacheFolder('helm'), 'v4.3.1/helm');
  if (!existsSync(helm)) return undefined;
  const durations: number[] = [];
  for (let round = 0; round < helmRuns; round++) {
    const begun = performance.now();
    await promisify(execFile)(helm, [
      'template',
      'llama',
      join(root, 'inference-charts'),
      ...['-f', preset],
    ]);
    durations.push(performance.now() - begun);
  }
  return spreadOf(durations);
}
