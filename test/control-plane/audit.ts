import { readFileSync } from 'node:fs';

/** What the API server writes down of each request: what was asked, by whom, with what outcome; no bodies, no reading. */
export const auditPolicy = JSON.stringify({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted', 'Panic'],
  rules: [{ level: 'None', verbs: ['get', 'list', 'watch'] }, { level: 'Metadata' }],
});

/** One request that asked for a change. */
export interface AuditedWrite {
  /** `patch`, `create`, `update`, `delete`. */
  readonly verb: string;
  /** With the name, as it stands in the path or in the object that was created. */
  readonly path: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: number;
}

interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent?: string;
  readonly objectRef?: { resource?: string; namespace?: string; name?: string };
  readonly responseStatus?: { code?: number };
}

/** What the product asked the API server to change, refused or not, in order. Dry runs and access reviews change nothing. */
export function writesIn(file: string): readonly AuditedWrite[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as AuditEvent)
    .filter(
      ({ userAgent, requestURI }) =>
        userAgent === 'inference-charts' &&
        !requestURI.includes('dryRun=All') &&
        !requestURI.startsWith('/apis/authorization.k8s.io/'),
    )
    .map(({ verb, requestURI, objectRef = {}, responseStatus = {} }) => {
      const [path = ''] = requestURI.split('?');
      const { resource = '', namespace = '', name = '' } = objectRef;
      const isInPath = path.endsWith(`/${name}`);
      return {
        ...{ verb, resource, namespace, name, status: responseStatus.code ?? 0 },
        path: isInPath ? path : `${path}/${name}`,
      };
    });
}
