import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { at, type RenderedChart } from '../../chart/render.ts';

const run = promisify(execFile);
const here = import.meta.dirname;

/** A Python environment with these packages, made once and kept outside the tree. */
export async function pythonWith(packages: readonly string[]): Promise<string> {
  const key = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 16);
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'inference-charts', 'serving', key);
  const python = join(folder, 'bin', 'python');
  if (existsSync(join(folder, 'ready'))) return python;
  rmSync(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '--quiet', ...packages], { maxBuffer: 2 ** 26 });
  writeFileSync(join(folder, 'ready'), '');
  return python;
}

/** The packages that the chart's init container installs, with the version filled in. */
export function installedPackages(chart: RenderedChart): string[] {
  const pod = at(
    chart.only('RayService'),
    'spec.rayClusterConfig.workerGroupSpecs.0.template.spec',
  );
  const installer = at(pod, 'initContainers.0') as Installer | undefined;
  const version = installer?.env.find(({ name }) => name === 'RAY_VERSION')?.value ?? '';
  const command = installer?.command.at(-1) ?? '';
  return [...command.matchAll(/"([^"]+)"/g)].map(([, spec]) =>
    (spec ?? '').replace('$RAY_VERSION', version),
  );
}

interface Installer {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

export interface ServeConfig {
  readonly applications: readonly {
    readonly name: string;
    readonly args?: Record<string, unknown>;
    readonly runtime_env?: { readonly env_vars: Record<string, string>; readonly pip?: string[] };
  }[];
}

export function serveConfig(chart: RenderedChart): ServeConfig {
  return parse(at(chart.only('RayService'), 'spec.serveConfigV2') as string) as ServeConfig;
}

/** Runs the rendered applications under Ray Serve; gives what serve_config.py saw. */
export async function serveRendered(
  chart: RenderedChart,
  kind: 'gpu' | 'neuron',
  python: string,
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'serving-'));
  try {
    const scripts = chart.manifests.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.endsWith('-serve-model'),
    );
    const script = (at(scripts, 'data') as Record<string, string>)['serve_model.py'];
    writeFileSync(join(folder, 'serve_model.py'), script ?? '');
    writeFileSync(join(folder, 'config.json'), JSON.stringify(onThisPython(serveConfig(chart))));
    const vllm = join(folder, 'vllm');
    writeFileSync(vllm, `#!/bin/sh\nexec '${python}' '${join(here, 'standin_vllm.py')}' "$@"\n`);
    chmodSync(vllm, 0o755);
    const { stdout } = await run(python, [join(here, 'serve_config.py'), folder, kind], {
      maxBuffer: 2 ** 26,
    });
    const seen = /^SEEN (.*)$/m.exec(stdout)?.[1];
    if (seen === undefined) throw new Error(stdout);
    return JSON.parse(seen);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The presets name the Python of their image, which need not be the one of this machine. */
function onThisPython(config: ServeConfig): ServeConfig {
  const applications = config.applications.map(({ args, ...application }) => ({
    ...application,
    ...(args && {
      args: Object.fromEntries(Object.entries(args).filter(([name]) => name !== 'python_version')),
    }),
  }));
  return { ...config, applications };
}
