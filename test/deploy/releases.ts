import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';

/** A release of an inference chart that tests deploy, change, roll back and remove. */
export interface Sample {
  readonly release?: string;
  readonly namespace?: string;
  readonly chart?: string;
  readonly replicas?: number;
  readonly values?: Json;
  /** Beside the Deployment and its Service. */
  readonly extra?: readonly object[];
}

export async function planSample(ports: Ports, sample: Sample = {}): Promise<Plan> {
  const { release = 'llama', namespace = 'models', replicas = 1, extra = [], values = {} } = sample;
  const labels = { app: release };
  const container = { name: 'vllm', resources: { limits: { 'nvidia.com/gpu': '2' } } };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const objects = [
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: release } },
      spec: { replicas, selector: { matchLabels: labels }, template },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: release }, spec: { selector: labels } },
    ...extra,
  ];
  const name = sample.chart ?? 'ai-on-eks-inference-charts';
  const made = await makePlan(ports, {
    release: {
      ...{ name: release, namespace, values },
      chart: {
        ...{ metadata: { name, version: '0.1.0' }, templates: [] },
        values: {
          inference: { accelerator: 'gpu' },
          modelParameters: { modelId: 'default/model' },
        },
      },
    },
    documents: objects.map((one) => ({ source: 'chart/x.yaml', text: JSON.stringify(one) })),
  });
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return made.value;
}

export async function deploySample(ports: Ports, sample: Sample = {}): Promise<void> {
  const outcome = await applyPlan(ports, await planSample(ports, sample));
  if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
}
