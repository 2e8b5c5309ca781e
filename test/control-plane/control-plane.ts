import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApi, type Api } from './api.ts';
import { auditPolicy } from './audit.ts';
import { startFakeModelServer } from './fake-model-server.ts';
import { startFakeRay, type FakeRay } from './fake-ray.ts';
import { freePorts } from './free-ports.ts';
import { programStarter } from './programs.ts';

/** A running control plane on loopback. */
export interface ControlPlane {
  readonly server: string;
  /** Kubeconfig files, context `test`: an administrator, and a user who may do nothing. */
  readonly kubeconfig: string;
  readonly viewerKubeconfig: string;
  /** Certificate of the API server, which is its own authority. */
  readonly certificate: string;
  readonly adminToken: string;
  readonly api: Api;
  readonly ray: FakeRay;
  /** File of the API server's audit log; `writesIn` reads it. */
  readonly auditLog: string;
  /** Ends the API server as a power cut would. */
  killServer(): Promise<void>;
  /** Starts it again on the same address, over the same data; it takes a while until it answers. */
  restartServer(): void;
  stopOperator(): Promise<void>;
  startOperator(): void;
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  /** False leaves out the KubeRay operator and its CRDs. */
  readonly withRay?: boolean;
  /** What every container has printed that has no Logs of its own; without it there is no log to read. */
  readonly printed?: readonly string[];
}

/**
 * Starts etcd, the API server, scheduler, controllers, a fake kubelet (kwok) and the KubeRay operator.
 * `binaries` is the folder that `ensureControlPlane` gives. What the fake kubelet does to pods is in stages.yaml.
 */
export async function startControlPlane(
  binaries: string,
  { withRay = true, printed = [] }: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const directory = mkdtempSync(join(tmpdir(), 'control-plane-'));
  const file = (name: string, content: string): string => {
    const path = join(directory, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const [etcdPort, peerPort, apiPort, kubeletPort] = await freePorts(4);
  const ray = await startFakeRay();
  const model = await startFakeModelServer();
  const programs = programStarter(join(binaries, 'control-plane'), directory);
  let api: Api | undefined;
  const stop = async (outcome: 'clean' | 'keep-logs'): Promise<void> => {
    await programs.stopAll();
    api?.close();
    ray.close();
    model.close();
    if (outcome === 'clean') rmSync(directory, { recursive: true, force: true });
  };

  try {
    const adminToken = randomBytes(16).toString('hex');
    const viewerToken = randomBytes(16).toString('hex');
    const tokens = `${adminToken},admin,1,"system:masters"\n${viewerToken},viewer,2\n`;
    const tokenFile = file('tokens.csv', tokens);
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const accountsKey = file('accounts.key', key.export({ type: 'sec1', format: 'pem' }) as string);

    const etcd = `http://127.0.0.1:${etcdPort}`;
    const peer = `http://127.0.0.1:${peerPort}`;
    programs.start('etcd', [
      ...['--data-dir', join(directory, 'etcd'), '--unsafe-no-fsync', '--log-level=warn'],
      ...['--listen-client-urls', etcd, '--advertise-client-urls', etcd],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
      ...['--initial-cluster', `default=${peer}`],
    ]);
    const auditLog = join(directory, 'audit.log');
    const serverFlags = [
      ...['--etcd-servers', etcd, '--bind-address=127.0.0.1', '--secure-port', apiPort],
      ...['--cert-dir', join(directory, 'certs'), '--advertise-address=127.0.0.1'],
      // Loopback may not be an endpoint, and nothing inside the cluster calls the API server.
      ...['--endpoint-reconciler-type=none', '--service-cluster-ip-range=10.96.0.0/16'],
      ...['--authorization-mode=RBAC', '--token-auth-file', tokenFile, '--allow-privileged'],
      ...['--service-account-issuer=https://kubernetes.default.svc'],
      ...['--service-account-key-file', accountsKey],
      ...['--service-account-signing-key-file', accountsKey],
      ...['--audit-policy-file', file('audit-policy.json', auditPolicy)],
      ...['--audit-log-path', auditLog],
    ];
    const startServer = (): void => {
      programs.start('kube-apiserver', serverFlags);
    };
    startServer();
    const server = `https://127.0.0.1:${apiPort}`;
    const certificate = join(directory, 'certs/apiserver.crt');
    await programs.until('ready API server', async () => {
      api ??= openApi({
        server,
        certificate: readFileSync(certificate, 'utf8'),
        token: adminToken,
      });
      return (await api.call('GET', '/readyz')).status === 200;
    });
    const ready = api as unknown as Api;

    const kubeconfig = (name: string, token: string): string =>
      file(name, kubeconfigText(server, readFileSync(certificate), token));
    const adminConfig = kubeconfig('kubeconfig', adminToken);
    const common = [
      ...['--kubeconfig', adminConfig, '--leader-elect=false', '--secure-port=0'],
      ...['--kube-api-qps=500', '--kube-api-burst=1000'],
    ];
    programs.start('kube-scheduler', common);
    const definitions = readdirSync(join(binaries, 'crds')).filter(
      (name) => withRay || !name.startsWith('ray.io_'),
    );
    // Before the controllers: the garbage collector looks for new kinds only every 30 seconds.
    await Promise.all(
      definitions.map(async (name) => {
        const text = readFileSync(join(binaries, 'crds', name), 'utf8');
        await installDefinition(ready, name, text);
        await programs.until(`established ${name}`, () => isEstablished(ready, name));
      }),
    );
    programs.start('kube-controller-manager', [
      ...[...common, '--service-account-private-key-file', accountsKey],
      ...['--root-ca-file', certificate],
    ]);
    programs.start('kwok', [
      ...['--kubeconfig', adminConfig, '--config', join(import.meta.dirname, 'stages.yaml')],
      ...['--config', file('forwards.json', JSON.stringify(forwardAll(model.port)))],
      ...(printed.length === 0
        ? []
        : [
            '--config',
            file('logs.json', JSON.stringify(logsOf(file('printed.log', asLog(printed))))),
          ]),
      ...['--manage-all-nodes=true', '--enable-crds=Logs,PortForward'],
      ...['--node-lease-duration-seconds=40', '--node-ip=127.0.0.1', '--node-port', kubeletPort],
      ...['--server-address', `127.0.0.1:${kubeletPort}`, '--tls-cert-file', certificate],
      ...['--tls-private-key-file', join(directory, 'certs/apiserver.key')],
    ]);
    // The proxy keeps the operator's calls to Ray heads on loopback; without it they would leave it.
    const startOperator = (): void => {
      programs.start('kuberay', ['--kubeconfig', adminConfig], { HTTP_PROXY: ray.url });
    };
    if (withRay) startOperator();
    await programs.until('default service account', async () => {
      const path = '/api/v1/namespaces/default/serviceaccounts/default';
      return (await ready.call('GET', path)).status === 200;
    });

    return {
      server,
      kubeconfig: adminConfig,
      viewerKubeconfig: kubeconfig('viewer.kubeconfig', viewerToken),
      certificate,
      adminToken,
      api: ready,
      ray,
      auditLog,
      killServer: () => programs.stop('kube-apiserver'),
      restartServer: startServer,
      stopOperator: () => programs.stop('kuberay'),
      startOperator,
      stop: () => stop('clean'),
    };
  } catch (error) {
    await stop('keep-logs');
    throw error;
  }
}

/** Behind every port of every pod a model answers, unless a PortForward of the pod's own says otherwise. */
function forwardAll(port: number): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterPortForward',
    metadata: { name: 'model' },
    spec: { forwards: [{ target: { address: '127.0.0.1', port } }] },
  };
}

/** Lines as a container runtime writes them to a file. */
export function asLog(lines: readonly string[]): string {
  return lines.map((line) => `2026-01-01T00:00:00.000000000Z stdout F ${line}\n`).join('');
}

/** A log that is read and followed for every container. */
function logsOf(file: string): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: { name: 'printed' },
    spec: { logs: [{ logsFile: file, follow: true }] },
  };
}

function kubeconfigText(server: string, certificate: Buffer, token: string): string {
  const authority = certificate.toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', namespace: 'default' } }],
  });
}

async function installDefinition(api: Api, name: string, text: string): Promise<void> {
  const path = `${definitionPath(name)}?fieldManager=control-plane&force=true`;
  const applied = await api.call('PATCH', path, text);
  if (applied.status >= 300) throw new Error(`${name}: ${applied.text}`);
}

async function isEstablished(api: Api, name: string): Promise<boolean> {
  const { status } = (await api.call('GET', definitionPath(name))).json() as {
    status?: { conditions?: { type: string; status: string }[] };
  };
  return (
    status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True') ??
    false
  );
}

/** File names are `<group>_<plural>.yaml`, as controller-gen writes them. */
function definitionPath(name: string): string {
  const definition = name.replace(/^(.*)_(.*)\.yaml$/, '$2.$1');
  return `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition}`;
}
