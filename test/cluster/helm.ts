import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { RenderedDocument } from '../../server/src/deploy/objects/manifest.ts';

const run = promisify(execFile);

export interface HelmAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real `helm` against the shared control plane; a refusal is an answer, not an error. */
export async function helm(...args: readonly string[]): Promise<HelmAnswer> {
  const { kubeconfig } = inject('controlPlane');
  try {
    const { stdout, stderr } = await run(inject('helm'), ['--kubeconfig', kubeconfig, ...args], {
      maxBuffer: 32 * 1024 * 1024,
    });
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}

/** Runs the real `helm` where it must succeed. */
export async function expectHelm(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await helm(...args);
  if (exitCode !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** What `helm template` prints, in documents. */
export async function helmTemplate(
  release: string,
  chart: string,
  args: readonly string[],
): Promise<readonly RenderedDocument[]> {
  const printed = await expectHelm('template', release, chart, ...args);
  return printed
    .split(/^(?=---$)/m)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ source: /^# Source: (.*)$/m.exec(text)?.[1] ?? '', text }));
}
