import type { AgentOptions } from 'node:https';
import type { ConnectOptions } from '@kubernetes/client-node';
import { Agent, ProxyAgent, type buildConnector, type Dispatcher } from 'undici';
import type { CredentialSource, Credentials } from './credentials.ts';

/** Enough for a plan's questions to go side by side, few enough to be a polite guest. */
const connections = 4;

const limits = { headersTimeout: 30_000, bodyTimeout: 60_000, connections };
type Limits = typeof limits;

/** Containers whose logs can be followed at once. */
const manyPods = 64;
const connectTimeoutMs = 10_000;

/**
 * The one set of connections that all requests to a cluster share. The reference client would open a
 * new one for each request (measured with @kubernetes/client-node 2.0.1).
 */
export function openConnection(source: CredentialSource, admitted: Credentials) {
  return open(source, admitted, limits);
}

/** Apart from the rest: an answer without an end keeps its connection, and is silent as long as it likes. */
export function openStreams(source: CredentialSource, admitted: Credentials) {
  return open(source, admitted, { ...limits, bodyTimeout: 0, connections: manyPods });
}

async function open(
  { config }: CredentialSource,
  { tls }: Credentials,
  limits: Limits,
): Promise<Dispatcher> {
  const cluster = config.getCurrentCluster();
  const options = config.createDispatcherOptions(cluster, tls as AgentOptions);
  switch (options.type) {
    case 'agent':
      return new Agent({ ...limits, connect: settings(options.connect) });
    case 'none':
      return new Agent({ ...limits, connect: settings({}) });
    case 'proxy':
      return new ProxyAgent({
        ...limits,
        uri: options.uri,
        requestTls: settings(options.requestTls),
        connect: settings(options.connect),
      });
    case 'socks':
      return borrowDispatcher(config);
  }
}

/** The two libraries write one thing down differently: optional with and without `undefined`. */
function settings(options: ConnectOptions): buildConnector.BuildOptions {
  return { ...(options as buildConnector.BuildOptions), timeout: connectTimeoutMs };
}

/** Only the reference client knows how to speak SOCKS; it hands its dispatcher to a request context. */
async function borrowDispatcher(config: CredentialSource['config']): Promise<Dispatcher> {
  let borrowed: Dispatcher | undefined;
  const context = {
    setHeaderParam: () => undefined,
    setDispatcher: (dispatcher: Dispatcher) => (borrowed = dispatcher),
  };
  await config.applySecurityAuthentication(context as never);
  return borrowed ?? new Agent(limits);
}
