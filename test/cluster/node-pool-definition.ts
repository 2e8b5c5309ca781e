/**
 * The part of Karpenter's CustomResourceDefinition that a plan reads: fields, types and enumerations as
 * in pkg/apis/crds/karpenter.sh_nodepools.yaml of kubernetes-sigs/karpenter, version v1.
 */
const text = { type: 'string' };
const quantities = {
  type: 'object',
  additionalProperties: {
    anyOf: [{ type: 'integer' }, { type: 'string' }],
    'x-kubernetes-int-or-string': true,
  },
};
const labels = { type: 'object', additionalProperties: text };
const taints = {
  type: 'array',
  items: {
    type: 'object',
    required: ['effect', 'key'],
    properties: {
      effect: { ...text, enum: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] },
      key: text,
      value: text,
      timeAdded: { ...text, format: 'date-time' },
    },
  },
};
const requirements = {
  type: 'array',
  maxItems: 100,
  items: {
    type: 'object',
    required: ['key', 'operator'],
    properties: {
      key: { ...text, maxLength: 316 },
      operator: { ...text, enum: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] },
      values: { type: 'array', items: text, maxItems: 50 },
      minValues: { type: 'integer', minimum: 1, maximum: 50 },
    },
  },
};
const nodeClassRef = {
  type: 'object',
  required: ['group', 'kind', 'name'],
  properties: { group: text, kind: text, name: text },
};
const template = {
  type: 'object',
  required: ['spec'],
  properties: {
    metadata: { type: 'object', properties: { annotations: labels, labels } },
    spec: {
      type: 'object',
      required: ['nodeClassRef', 'requirements'],
      properties: {
        expireAfter: { ...text, default: '720h' },
        nodeClassRef,
        requirements,
        startupTaints: taints,
        taints,
        terminationGracePeriod: text,
      },
    },
  },
};
const spec = {
  type: 'object',
  required: ['template'],
  properties: {
    limits: quantities,
    template,
    weight: { type: 'integer', format: 'int32', minimum: 1, maximum: 100 },
  },
};
const conditions = {
  type: 'array',
  items: {
    type: 'object',
    required: ['lastTransitionTime', 'message', 'reason', 'status', 'type'],
    properties: {
      lastTransitionTime: { ...text, format: 'date-time' },
      message: text,
      observedGeneration: { type: 'integer', format: 'int64' },
      reason: text,
      status: { ...text, enum: ['True', 'False', 'Unknown'] },
      type: text,
    },
  },
};
const status = {
  type: 'object',
  properties: {
    conditions,
    nodeClassObservedGeneration: { type: 'integer', format: 'int64' },
    resources: quantities,
  },
};

export const nodePoolDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'nodepools.karpenter.sh' },
  spec: {
    group: 'karpenter.sh',
    scope: 'Cluster',
    names: {
      kind: 'NodePool',
      listKind: 'NodePoolList',
      plural: 'nodepools',
      singular: 'nodepool',
      categories: ['karpenter'],
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec, status } },
        },
      },
    ],
  },
};
