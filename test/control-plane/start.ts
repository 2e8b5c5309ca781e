/**
 * `node test/control-plane/start.ts` builds the control plane when needed, starts it, prints one JSON
 * line with where it is, and runs until SIGTERM or SIGINT: for trying things by hand.
 */
import { ensureControlPlane } from './build.ts';
import { startControlPlane } from './control-plane.ts';

const controlPlane = await startControlPlane(
  await ensureControlPlane((line) => {
    console.error(line);
  }),
);
const { server, kubeconfig, viewerKubeconfig } = controlPlane;
console.log(JSON.stringify({ server, kubeconfig, viewerKubeconfig, ray: controlPlane.ray.url }));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void controlPlane.stop().then(() => process.exit(0));
  });
