import { readFileSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { ensureControlPlane } from '../control-plane/build.ts';
import { startControlPlane } from '../control-plane/control-plane.ts';
import { helmBinary } from '../engine/helm-oracle.ts';

/** What the tests are told of the control plane that all of them share. */
export interface SharedControlPlane {
  readonly server: string;
  /** PEM text. */
  readonly certificate: string;
  readonly adminToken: string;
  readonly kubeconfig: string;
  readonly viewerKubeconfig: string;
  readonly rayUrl: string;
  /** Folder of the binaries, for a test that needs a control plane of its own. */
  readonly binaries: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    controlPlane: SharedControlPlane;
    /** Path of a real `helm`. */
    helm: string;
  }
}

const say = (line: string): void => {
  console.log(line);
};

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const helm = helmBinary();
  const binaries = await ensureControlPlane(say);
  const controlPlane = await startControlPlane(binaries);
  const { server, certificate, adminToken, kubeconfig, viewerKubeconfig, ray } = controlPlane;
  project.provide('helm', helm);
  project.provide('controlPlane', {
    ...{ server, adminToken, kubeconfig, viewerKubeconfig, binaries },
    certificate: readFileSync(certificate, 'utf8'),
    rayUrl: ray.url,
  });
  return () => controlPlane.stop();
}
