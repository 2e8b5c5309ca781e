import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for every Ray head: the operator's plain HTTP calls reach it through HTTP_PROXY. */
export interface FakeRay {
  readonly url: string;
  close(): void;
}

/** What the dashboard of a namespace reports in place of "everything submitted runs". */
export type RayReport = 'down' | { readonly applications: Readonly<Record<string, unknown>> };

/**
 * Tests run in other processes than the control plane, so a report is set over HTTP:
 * `PUT <url>/report/<namespace>` with a RayReport as JSON, `DELETE` to take it back.
 */
export async function startFakeRay(): Promise<FakeRay> {
  const submitted = new Map<string, unknown>();
  const reports = new Map<string, RayReport>();
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      answer({ request, response, body, submitted, reports });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  readonly submitted: Map<string, unknown>;
  readonly reports: Map<string, RayReport>;
}

function answer({ request, response, body, submitted, reports }: Exchange): void {
  const url = request.url ?? '';
  const namespace = /^\/report\/(.+)$/.exec(url)?.[1];
  if (namespace !== undefined) {
    if (request.method === 'PUT') reports.set(namespace, JSON.parse(body) as RayReport);
    else reports.delete(namespace);
    response.writeHead(204).end();
    return;
  }
  // Through a proxy the whole address stands in the request line; the host is empty while the head pod has no IP.
  const [, host = '', path = ''] = /^http:\/\/([^/]*)\/+([^?]*)/.exec(url) ?? [];
  if (path === '-/healthz') {
    response.writeHead(200).end();
    return;
  }
  if (path !== 'api/serve/applications/') {
    response.writeHead(404).end();
    return;
  }
  if (request.method === 'PUT') submitted.set(host, JSON.parse(body));
  // `<cluster>-head-svc.<namespace>.svc.cluster.local:8265`
  const report = reports.get(host.split('.')[1] ?? '') ?? running(submitted.get(host));
  if (report === 'down') response.writeHead(503).end();
  else response.writeHead(200).end(JSON.stringify(report));
}

function running(config: unknown): RayReport {
  const { applications = [] } = (config ?? {}) as {
    applications?: { name?: string; deployments?: { name: string }[] }[];
  };
  return {
    applications: Object.fromEntries(
      applications.map(({ name = 'default', deployments = [] }) => [
        name,
        {
          name,
          status: 'RUNNING',
          deployments: Object.fromEntries(
            deployments.map((deployment) => [
              deployment.name,
              { name: deployment.name, status: 'HEALTHY' },
            ]),
          ),
        },
      ]),
    ),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
  return body;
}
