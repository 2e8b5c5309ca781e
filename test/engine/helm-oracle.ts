import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderRequest } from '../../server/src/chart/renderer.ts';

/**
 * The real `helm` of the release whose packages the engine is made of, built once into the cache folder
 * (a few minutes; Go fetches its sources). `node test/engine/helm-oracle.ts` builds it and prints where it is.
 */
export const helmVersion = 'v4.3.1';

const folder = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'inference-charts',
  'helm',
  helmVersion,
);

export function helmBinary(): string {
  const name = process.platform === 'win32' ? 'helm.exe' : 'helm';
  const binary = join(folder, name);
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, 'building-'));
  try {
    execFileSync(
      'go',
      [
        'install',
        '-trimpath',
        `-ldflags=-s -w -X helm.sh/helm/v4/internal/version.version=${helmVersion}`,
        `helm.sh/helm/v4/cmd/helm@${helmVersion}`,
      ],
      {
        cwd: scratch,
        env: { ...process.env, GOBIN: scratch },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    renameSync(join(scratch, name), binary);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return binary;
}

export type OracleRequest = Omit<RenderRequest, 'chart'>;

/** What `helm template` prints, or the sentence with which it refuses. */
export type OracleAnswer = { readonly manifest: string } | { readonly error: string };

/** Values files are given under their own names, in an empty folder that is helm's home too. */
export function helmTemplate(chart: string, request: OracleRequest): OracleAnswer {
  const scratch = mkdtempSync(join(tmpdir(), 'inference-charts-helm-'));
  try {
    for (const { name, text } of request.valuesFiles) writeFileSync(join(scratch, name), text);
    const { stdout, stderr, status } = spawnSync(helmBinary(), argumentsOf(chart, request), {
      cwd: scratch,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { PATH: process.env['PATH'], HOME: scratch },
    });
    if (status === 0) return { manifest: stdout };
    const [, error = stderr] = /^Error: ([^]*)$/m.exec(stderr) ?? [];
    return { error: error.replace('Use --debug flag to render out invalid YAML', '').trim() };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function argumentsOf(chart: string, request: OracleRequest): string[] {
  return [
    'template',
    request.release,
    chart,
    ...['--namespace', request.namespace],
    ...request.valuesFiles.flatMap(({ name }) => ['-f', name]),
    ...(request.isUpgrade === true ? ['--is-upgrade'] : []),
    ...(request.includeCrds === true ? ['--include-crds'] : []),
    ...(request.skipTests === true ? ['--skip-tests'] : []),
    ...(request.kubeVersion === undefined ? [] : ['--kube-version', request.kubeVersion]),
    ...(request.apiVersions ?? []).flatMap((version) => ['--api-versions', version]),
  ];
}

if (import.meta.main) console.log(helmBinary());
