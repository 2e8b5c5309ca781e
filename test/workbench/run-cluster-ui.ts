import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findInstanceType } from '../../server/src/catalog/instance-types.ts';
import type { Api } from '../control-plane/api.ts';
import { ensureControlPlane } from '../control-plane/build.ts';
import { startControlPlane, type ControlPlane } from '../control-plane/control-plane.ts';
import { installWorkbench } from './install.ts';
import { printReport } from './report.ts';
import { runUi } from './run-ui.ts';
import { clusterScenarios } from './ui/cluster-scenarios.ts';

/** The packed extension deploys to a real API server, as a user sees it. */
async function runClusterUi(grep: string): Promise<boolean> {
  const vsix = join(import.meta.dirname, '../../out/inference-charts.vsix');
  if (!existsSync(vsix)) throw new Error('The extension is not packed: npm run package');
  const workbench = await installWorkbench();
  const controlPlane = await startControlPlane(
    await ensureControlPlane((line) => {
      console.log(line);
    }),
    { printed: ['INFO: Waiting for application startup.', 'INFO: Application startup complete.'] },
  );
  try {
    // An update starts the new pod before the old one ends.
    for (const name of ['gpu-1', 'gpu-2']) await addNode(controlPlane.api, name, 'g6.xlarge');
    const byCommand = kubeconfigByCommand(controlPlane);
    const env = { KUBECONFIG: [controlPlane.kubeconfig, byCommand].join(delimiter) };
    const scenarios = clusterScenarios.filter(({ title }) => title.includes(grep));
    return printReport(await runUi(workbench, { vsix, scenarios, env }));
  } finally {
    await controlPlane.stop();
  }
}

/** A second kubeconfig, beside the first: the same cluster, signed in to by a command of its own. */
function kubeconfigByCommand({
  kubeconfig,
  server,
  certificate,
  adminToken,
}: ControlPlane): string {
  const folder = dirname(kubeconfig);
  const apiVersion = 'client.authentication.k8s.io/v1';
  const credential = { apiVersion, kind: 'ExecCredential', status: { token: adminToken } };
  const command = join(folder, 'sign-in');
  writeFileSync(command, `#!/bin/sh\ncat <<end\n${JSON.stringify(credential)}\nend\n`, {
    mode: 0o700,
  });
  const name = 'by-command';
  const exec = { apiVersion, command, args: ['--for', 'inference'], interactiveMode: 'Never' };
  const authority = readFileSync(certificate).toString('base64');
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config' },
    clusters: [{ name, cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name, user: { exec } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
  };
  const file = join(folder, 'by-command.kubeconfig');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** A node with what Karpenter estimates that pods can ask for on this type. */
async function addNode(api: Api, name: string, instanceType: string): Promise<void> {
  const type = findInstanceType(instanceType);
  if (type?.allocatable === undefined) throw new Error(`The size of ${instanceType} is not known.`);
  const { cpuMillis, memoryMi, pods } = type.allocatable;
  const allocatable = {
    cpu: `${String(cpuMillis)}m`,
    memory: `${String(memoryMi)}Mi`,
    pods: String(pods),
    [type.resourceName]: String(type.deviceCount),
  };
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': instanceType,
        'topology.kubernetes.io/zone': 'us-east-1a',
      },
    },
    spec: { taints: [{ key: type.resourceName, value: 'true', effect: 'NoSchedule' }] },
    status: { capacity: allocatable, allocatable },
  };
  const answer = await api.call('POST', '/api/v1/nodes', node, 'application/json');
  if (answer.status >= 300) throw new Error(`Node ${name}: ${answer.text}`);
}

const { values } = parseArgs({ options: { grep: { type: 'string', default: '' } } });
process.exitCode = (await runClusterUi(values.grep)) ? 0 : 1;
