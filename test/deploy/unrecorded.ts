/**
 * Shapes of requests that unit tests send and no recording has, with the reason. Everything else is
 * recorded: the fake cluster of the unit tests refuses a shape that is in neither.
 */
export const unrecorded: Readonly<Record<string, string>> = {
  'DELETE /api/v1/namespaces/*/services/* application/json':
    'as for a ConfigMap and a Secret, which are recorded; test/cluster/releases.test.ts deletes one',
  'DELETE /apis/apps/v1/namespaces/*/deployments/* application/json':
    'as for a ConfigMap and a Secret, which are recorded; test/cluster/releases.test.ts deletes one',
  'GET /api/v1/secrets?labelSelector&limit':
    'the answer is of all namespaces, so of whatever else runs; recorded for one namespace, asked in test/cluster/releases.test.ts',
  'GET /apis/apiextensions.k8s.io/v1':
    'definitions are of the whole cluster and would outlast a recording; test/cluster/fault-matrix.test.ts installs one',
  'GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/*':
    'definitions are of the whole cluster and would outlast a recording; test/cluster/fault-matrix.test.ts installs one',
  'PATCH /apis/apiextensions.k8s.io/v1/customresourcedefinitions/*?dryRun&fieldManager&fieldValidation&force application/apply-patch+yaml':
    'definitions are of the whole cluster and would outlast a recording; test/cluster/fault-matrix.test.ts installs one',
  'PATCH /apis/apiextensions.k8s.io/v1/customresourcedefinitions/*?fieldManager&fieldValidation&force application/apply-patch+yaml':
    'definitions are of the whole cluster and would outlast a recording; test/cluster/fault-matrix.test.ts installs one',
  'GET /apis/karpenter.sh/v1/nodepools':
    'asked only where Karpenter is installed; test/cluster/preflights.test.ts has its definition',
  'GET /apis/scheduling.k8s.io/v1/priorityclasses':
    'asked only for pods with a priority; test/cluster/preflights.test.ts has such',
  'PATCH /api/v1/namespaces/*?dryRun&fieldManager&fieldValidation&force application/apply-patch+yaml':
    'a recording is made in a namespace that is there; test/cluster/helm-interplay.test.ts has it made',
  'PATCH /api/v1/namespaces/*?fieldManager&fieldValidation&force application/apply-patch+yaml':
    'a recording is made in a namespace that is there; test/cluster/helm-interplay.test.ts has it made',
  'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews application/json':
    'asked only where the rules do not grant everything; test/cluster/refusals.test.ts signs in as such a user',
  'PATCH /api/v1/namespaces/*/configmaps/* application/json':
    'never sent by the product: the test of the write guard sends it by hand',
  'PATCH /api/v1/namespaces/*/configmaps/*?dryRun application/json':
    'never sent by the product: the test of the write guard sends it by hand',
};
