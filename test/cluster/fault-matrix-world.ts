import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMap, textAt, type Json } from '../../server/src/deploy/objects/json.ts';
import { markOwned } from '../../server/src/deploy/objects/ownership.ts';
import type { ApiAnswer } from '../control-plane/api.ts';
import type { ControlPlane } from '../control-plane/control-plane.ts';

/** A namespace with an account that may deploy into it, and what can happen to both. */
export interface Access {
  readonly namespace: string;
  /** Bearer token of the account. */
  readonly token: string;
  deleteAccount(): Promise<void>;
  takeRight(group: string, resource: string): Promise<void>;
  deleteWidgets(): Promise<void>;
  applyAs(manager: string, object: Json): Promise<void>;
  /** As Helm 3 made it: created, under the name and with the marks of a release. */
  installClientSide(release: string, deployment: Json): Promise<void>;
  /** Under another name than Helm's. */
  changeDeployment(name: string, change: Json, subresource?: '' | '/status'): Promise<void>;
  lockRelease(release: string): Promise<void>;
  /** Lets nobody patch a Deployment, until the callback that it hands over is called. */
  overload(afterRefusals: (count: number, then: () => Promise<unknown>) => void): Promise<void>;
  breakAdmission(): Promise<void>;
  deleteNamespace(): Promise<void>;
  exhaust(resource: string): Promise<void>;
  /** The list of the release records. */
  secrets(): Promise<unknown>;
}

const paths: Readonly<Record<string, string>> = { ConfigMap: 'configmaps', Service: 'services' };

export async function accessOf({ api, server, certificate }: ControlPlane): Promise<Access> {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  const place = `/api/v1/namespaces/${namespace}`;
  const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const flow = '/apis/flowcontrol.apiserver.k8s.io/v1';
  const webhooks = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

  const put = async (path: string, object: object): Promise<unknown> => {
    const answer = await api.call('POST', path, object, 'application/json');
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.json();
  };
  const remove = async (path: string): Promise<void> => {
    const { status, text } = await api.call('DELETE', path);
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  const until = async (what: string, check: () => Promise<boolean>): Promise<void> => {
    for (let attempt = 0; attempt < 1200; attempt++) {
      const isDone = await check().catch(() => false);
      if (isDone) return;
      await sleep(50);
    }
    throw new Error(`never saw: ${what}`);
  };
  const status = async (path: string): Promise<number> => (await api.call('GET', path)).status;

  // The API server may still be on its way back from the row before.
  await until('ready API server', async () => (await status('/readyz')) === 200);
  await put('/api/v1/namespaces', object('v1', 'Namespace', { name: namespace }));
  const widgets = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  if ((await status(`${widgets}/widgets.example.com`)) === 404)
    await put(widgets, widgetDefinition);
  await until(
    'widgets',
    async () =>
      (await api.call('GET', `/apis/example.com/v1/namespaces/${namespace}/widgets`)).status ===
      200,
  );
  await put(`${place}/serviceaccounts`, object('v1', 'ServiceAccount', { name: 'deployer' }));
  const account = { kind: 'ServiceAccount', name: 'deployer', namespace };
  const rules = rights.map(([group, resource]) => rule(group, resource));
  const rbac = 'rbac.authorization.k8s.io/v1';
  await put(`${roles}/roles`, { ...object(rbac, 'Role', { name: 'deployer' }), rules });
  await put(`${roles}/rolebindings`, {
    ...object(rbac, 'RoleBinding', { name: 'deployer' }),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'deployer' },
    subjects: [account],
  });
  const asked = object('authentication.k8s.io/v1', 'TokenRequest', {});
  const issued = await put(`${place}/serviceaccounts/deployer/token`, { ...asked, spec: {} });
  const token = textAt(issued, 'status', 'token') ?? '';
  const me = `system:serviceaccount:${namespace}:deployer`;
  const mayPatch = async (group: string, resource: string): Promise<boolean> => {
    const resourceAttributes = { namespace, verb: 'patch', group, resource };
    const review = object('authorization.k8s.io/v1', 'SubjectAccessReview', {});
    const answer = await put('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      ...review,
      spec: { user: me, resourceAttributes },
    });
    return JSON.stringify(answer).includes('"allowed":true');
  };
  await until('rights', () => mayPatch('example.com', 'widgets'));

  return {
    namespace,
    token,
    deleteAccount: async () => {
      await remove(`${place}/serviceaccounts/deployer`);
      const review = { ...object('authentication.k8s.io/v1', 'TokenReview', {}), spec: { token } };
      await until('token refused', async () => {
        const answer = await put('/apis/authentication.k8s.io/v1/tokenreviews', review);
        return !JSON.stringify(answer).includes('"authenticated":true');
      });
    },
    takeRight: async (group, resource) => {
      const left = rights.filter(([, one]) => one !== resource);
      const role = {
        ...object(rbac, 'Role', { name: 'deployer' }),
        rules: left.map(([of, one]) => rule(of, one)),
      };
      await api.call('PUT', `${roles}/roles/deployer`, role, 'application/json');
      await until('right taken', async () => !(await mayPatch(group, resource)));
    },
    deleteWidgets: async () => {
      await remove(`${widgets}/widgets.example.com`);
      await until(
        'end of widgets',
        async () => (await status(`/apis/example.com/v1/namespaces/${namespace}/widgets`)) === 404,
      );
    },
    applyAs: async (manager, thing) => {
      const plural = paths[textAt(thing, 'kind') ?? ''] ?? '';
      const name = textAt(thing, 'metadata', 'name') ?? '';
      const path = `${place}/${plural}/${name}?fieldManager=${manager}`;
      const answer = await api.call('PATCH', path, thing);
      if (answer.status >= 300) throw new Error(answer.text);
    },
    installClientSide: async (release, deployment) => {
      await put(`${deployments}?fieldManager=helm`, markOwned(deployment, { release, namespace }));
    },
    changeDeployment: async (name, change, subresource = '') => {
      const path = `${deployments}/${name}${subresource}?fieldManager=somebody`;
      const answer = await api.call('PATCH', path, change, 'application/merge-patch+json');
      if (answer.status >= 300) throw new Error(answer.text);
    },
    lockRelease: async (release) => {
      const name = `sh.helm.release.v1.${release}.v1`;
      const info = { status: 'pending-install' };
      const record = { name: release, namespace, version: 1, info };
      const encoded = Buffer.from(JSON.stringify(record)).toString('base64');
      await put(`${place}/secrets`, {
        ...object('v1', 'Secret', { name, labels: { owner: 'helm', name: release } }),
        type: 'helm.sh/release.v1',
        stringData: { release: encoded },
      });
    },
    overload: async (afterRefusals) => {
      const api1 = 'flowcontrol.apiserver.k8s.io/v1';
      const limits = { lendablePercent: 0, borrowingLimitPercent: 0 };
      await put(`${flow}/prioritylevelconfigurations`, {
        ...object(api1, 'PriorityLevelConfiguration', { name: namespace }),
        spec: {
          type: 'Limited',
          limited: { nominalConcurrencyShares: 0, ...limits, limitResponse: { type: 'Reject' } },
        },
      });
      const place1 = { apiGroups: ['apps'], resources: ['deployments'], namespaces: ['*'] };
      const schema = await put(`${flow}/flowschemas`, {
        ...object(api1, 'FlowSchema', { name: namespace }),
        spec: {
          priorityLevelConfiguration: { name: namespace },
          matchingPrecedence: 50,
          rules: [
            {
              subjects: [
                { kind: 'ServiceAccount', serviceAccount: { name: 'deployer', namespace } },
              ],
              resourceRules: [{ verbs: ['patch'], ...place1 }],
            },
          ],
        },
      });
      // Whoever comes before the server goes by the new schema takes a seat elsewhere.
      await until('flow schema', async () => {
        const { headers } = await probe(`${deployments}/probe`, token);
        return headers['x-kubernetes-pf-flowschema-uid'] === textAt(schema, 'metadata', 'uid');
      });
      // No seats still means one or a few at a time: they are taken, one after the other, by requests that
      // never finish what they send.
      const holders: ClientRequest[] = [];
      const hold = (): void => {
        const holder = request(`${server}${deployments}/held?fieldManager=held`, {
          method: 'PATCH',
          ca: readFileSync(certificate),
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/apply-patch+yaml',
            'content-length': '1000',
          },
        });
        holder.on('error', () => undefined);
        holder.write('{');
        holders.push(holder);
      };
      await until('overload', async () => {
        hold();
        return (await probe(`${deployments}/probe`, token)).status === 429;
      });
      afterRefusals(2, async () => {
        for (const holder of holders) holder.destroy();
        await until(
          'relief',
          async () => (await probe(`${deployments}/probe`, token)).status !== 429,
        );
      });
    },
    breakAdmission: async () => {
      const own = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
      const of = { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'] };
      await put(webhooks, {
        ...object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
          name: namespace,
        }),
        webhooks: [
          {
            ...{ name: 'away.example.com', sideEffects: 'None', admissionReviewVersions: ['v1'] },
            ...{ failurePolicy: 'Fail', namespaceSelector: own },
            clientConfig: { url: 'https://127.0.0.1:1/' },
            rules: [{ ...of, operations: ['CREATE', 'UPDATE'] }],
          },
        ],
      });
      await until(
        'broken admission',
        async () => (await probe(`${deployments}/probe`, token)).status === 500,
      );
    },
    deleteNamespace: async () => {
      const held = object('v1', 'ConfigMap', { name: 'held', finalizers: ['example.com/hold'] });
      await put(`${place}/configmaps`, held);
      await remove(place);
      await until('terminating namespace', async () =>
        (await api.call('GET', place)).text.includes('"phase":"Terminating"'),
      );
    },
    exhaust: async (resource) => {
      const hard = { [`count/${resource}`]: '0' };
      await put(`${place}/resourcequotas`, {
        ...object('v1', 'ResourceQuota', { name: 'none' }),
        spec: { hard },
      });
      await until('quota', async () =>
        isMap(
          ((await api.call('GET', `${place}/resourcequotas/none`)).json() as { status: Json })
            .status['hard'],
        ),
      );
    },
    secrets: async () => {
      await until('ready API server', async () => (await status('/readyz')) === 200);
      return (await api.call('GET', `${place}/secrets?labelSelector=owner=helm`)).json();
    },
  };

  /** How the account's own dry run of a Deployment is answered. */
  function probe(path: string, bearer: string): Promise<ApiAnswer> {
    const labels = { app: 'probe' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const deployment = {
      ...object('apps/v1', 'Deployment', { name: 'probe' }),
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    };
    const asOther = `${path}?fieldManager=probe&dryRun=All`;
    return api.call('PATCH', asOther, deployment, undefined, bearer);
  }
}

function object(apiVersion: string, kind: string, metadata: object): object {
  return { apiVersion, kind, metadata };
}

const rights: readonly (readonly [string, string])[] = [
  ['', 'configmaps'],
  ['', 'secrets'],
  ['', 'services'],
  ['', 'namespaces'],
  ['apps', 'deployments'],
  ['example.com', 'widgets'],
];

function rule(group: string, resource: string): object {
  return { apiGroups: [group], resources: [resource], verbs: ['*'] };
}

const widgetDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
  },
};
