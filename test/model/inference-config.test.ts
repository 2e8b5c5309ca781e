import { describe, expect, it } from 'vitest';
import type { InferenceConfig } from '../../server/src/model/inference-config.ts';
import { chart02 } from '../lint/charts.ts';
import { judge } from '../lint/judge.ts';

describe('a value', () => {
  it('carries where it comes from', () => {
    const { maxModelLen, maxNumSeqs, modelId } = config(`
      #- values-base.yaml
      modelParameters:
        maxNumSeqs: 64
      #- values.yaml
      modelParameters:
        maxModelLen: 4096
    `);
    expect(maxModelLen).toMatchObject({ value: 4096, origin: { kind: 'document' } });
    expect(maxNumSeqs).toMatchObject({
      value: 64,
      origin: { kind: 'file', file: 'values-base.yaml' },
    });
    expect(modelId).toMatchObject({ origin: { kind: 'chart' } });
  });

  it('of another type is absent', () => {
    const { accelerator, replicas, tensorParallelSize } = config(`
      inference:
        accelerator: tpu
        modelServer:
          deployment:
            replicas: many
      modelParameters:
        tensorParallelSize: [2]
    `);
    expect({ accelerator, replicas, tensorParallelSize }).toEqual({});
  });

  it('that is a template expression is absent', () => {
    expect(config('inference: {serviceName: "{{ .Release.Name }}"}').serviceName).toBeUndefined();
  });

  it.each([
    ['extraArgs: [--max-model-len=1024]'],
    ['extraArgs: ["--max_model_len", "1024"]'],
    ['env: [{name: MAX_MODEL_LEN, value: "1024"}]'],
  ])('that %s gives too, where this chart may not look, is not decided', (server) => {
    const { maxModelLen, known } = config(`inference: {modelServer: {${server}}}`);
    expect(maxModelLen).toBeUndefined();
    expect([...known.undecidedFlags]).toEqual(['max-model-len']);
  });
});

describe('accelerator graviton', () => {
  const text = `
    # inference-charts: chart=../inference-charts-0.2
    model: Qwen/Qwen3-8B
    inference:
      accelerator: graviton
      framework: vllm
      serviceName: qwen
      modelServer:
        image: {repository: public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo, tag: v0.12.0}
        deployment:
          replicas: 2
          instanceType: m8g.8xlarge
          nodeSelector: {karpenter.k8s.aws/instance-gpu-count: "1"}
          resources:
            gpu: {requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 1}}
            graviton: {requests: {cpu: 28, memory: 96Gi}, limits: {cpu: 28, memory: 96Gi}}
    modelParameters:
      dtype: bfloat16
      maxModelLen: 8192
      tensorParallelSize: 2
  `;

  it('reads its own resources, which hold no devices', () => {
    const { accelerator, limits, requests, known } = config(text);
    expect(accelerator?.value).toBe('graviton');
    expect(requests.get('memory')?.value).toBe(96 * 2 ** 30);
    expect([...limits.keys()]).toEqual(['cpu', 'memory']);
    expect(known.devices).toBeUndefined();
  });

  it('is judged by no rule of GPUs or Neuron', () => {
    expect(judge(text).findings.map(({ rule }) => rule)).toEqual([]);
  });
});

describe('what is known by look-up', () => {
  it('tells what the framework deploys', () => {
    expect(config('inference: {framework: rayVllm}').known.framework?.workload).toBe('RayService');
    expect(config('inference: {framework: ray}').known.framework).toBeUndefined();
  });

  it('takes the vLLM that Ray installs before the one of the image', () => {
    const { known } = config(`
      inference:
        framework: rayVllm
        modelServer:
          image: {repository: vllm/vllm-openai, tag: v0.9.2}
          vllmVersion: 0.9.1
    `);
    expect(known.vllm?.text).toBe('0.9.1');
  });

  it('says nothing of a default image that the chart replaces', () => {
    expect(config('inference: {accelerator: neuron}').known.image).toEqual({ isPinned: false });
    expect(config('inference: {accelerator: gpu}').known.image.serves).toBe('vllm');
  });

  it('reads the model where its generation keeps it', () => {
    const text = 'model: Qwen/Qwen3-8B';
    expect(judge(text, chart02).analysis.config.known.model?.id).toBe('Qwen/Qwen3-8B');
  });
});

function config(text: string): InferenceConfig {
  return judge(text).analysis.config;
}
