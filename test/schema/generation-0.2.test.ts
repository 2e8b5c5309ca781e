import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/ide/analysis.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { describeKey } from '../../server/src/schema/describe-key.ts';
import { wholeChart02 } from '../lint/charts.ts';
import { dedent } from '../markers.ts';

function found(text: string): string[] {
  const analysis = analyze(parse(dedent(text)), { chart: wholeChart02, earlier: [] });
  return diagnose(analysis).map(({ code, path }) => `${code} ${path.join('.')}`);
}

describe('values that people write for charts 0.2 are left alone', () => {
  test.each([
    ['nothing but the defaults', ''],
    [
      'Ray with its state in Redis',
      `
      model: meta-llama/Llama-3.1-8B-Instruct
      inference:
        accelerator: gpu
        framework: ray-vllm
        serviceName: llama-ray
        rayOptions:
          rayVersion: 2.47.0
          gcs:
            highAvailability:
              enabled: true
              redis:
                address: redis.data
                port: 6379
                secretName: redis
                secretPasswordKey: password
        modelServer:
          image:
            repository: rayproject/ray
            tag: 2.47.0-py311
          vllmVersion: 0.9.1
          deployment:
            minReplicas: 1
            maxReplicas: 1
            instanceType: g6.2xlarge
      modelParameters:
        gpuMemoryUtilization: 0.9
        maxModelLen: 8192
        tensorParallelSize: 1
      `,
    ],
    [
      'an image pipeline',
      `
      model: stabilityai/stable-diffusion-3.5-large
      inference:
        framework: diffusers
        serviceName: stable-diffusion
        modelServer:
          image:
            repository: registry.example.com/diffusers
            tag: "1.2"
      modelParameters:
        pipeline: stablediffusion3
      `,
    ],
    [
      'a NIM container',
      `
      inference:
        framework: nim-container
        serviceName: llama-nim
        modelServer:
          image:
            repository: nvcr.io/nim/meta/llama3-8b-instruct
            tag: 1.0.3
          deployment:
            nodeSelector:
              node.kubernetes.io/instance-type: g6.12xlarge
            tolerations:
              - key: nvidia.com/gpu
                operator: Exists
            nimContainer:
              env:
                NIM_MAX_MODEL_LEN: 4096
              livenessProbe:
                initialDelaySeconds: 1200
              shm:
                sizeLimit: 16Gi
      `,
    ],
    [
      'a copy to S3 and nothing else',
      `
      s3ModelCopy:
        model: meta-llama/Meta-Llama-3-8B
        s3Bucket: models
        namespace: serving
        serviceAccountName: writer
        parameters:
          mode: stream
          downloadWorkers: 32
      `,
    ],
    [
      'a model over several nodes',
      `
      model: meta-llama/Llama-3.1-70B-Instruct
      inference:
        framework: lws-vllm
        serviceName: llama-lws
        modelServer:
          image:
            tag: v0.10.0
          deployment:
            resources:
              gpu:
                requests:
                  nvidia.com/gpu: 8
                limits:
                  nvidia.com/gpu: 8
      modelParameters:
        pipelineParallelSize: 2
        tensorParallelSize: 8
        maxModelLen: 8192
      `,
    ],
    [
      'flags as vLLM has them, for AIBrix',
      `
      model: Qwen/Qwen3-8B
      inference:
        framework: aibrix
        serviceName: qwen
        modelServer:
          image:
            tag: v0.99.0
          env:
            VLLM_LOGGING_LEVEL: INFO
      modelParameters:
        maxModelLen: 16384
        enableAutoToolChoice: ""
        toolCallParser: hermes
        reasoningParser: qwen3
        newFlagOfTomorrow: 3
      `,
    ],
  ])('%s', (_name, text) => {
    expect(found(text)).toEqual([]);
  });
});

test('the defaults of a chart meet the schema, and those that no template reads are told in its own file', () => {
  expect(found(wholeChart02.defaults.text)).toEqual([
    'key-not-read global.resources',
    'key-not-read s3ModelCopy.storageSize',
    'key-not-read ingress',
  ]);
});

test('maps that every release reads alike are closed, the others are left to the templates', () => {
  expect(
    found(`
      inference:
        framework: ray-vllm
        rayOptions:
          autoscaling:
            enable: true
            actorAutoscaling:
              maxActor: 2
        modelServer:
          vllmVersion: 0.9.1
      whatever: 1
      `),
  ).toEqual([
    'unknown-key inference.rayOptions.autoscaling.enable',
    'unknown-key inference.rayOptions.autoscaling.actorAutoscaling.maxActor',
    'key-never-read whatever',
  ]);
});

test('values of the wrong kind are told', () => {
  expect(
    found(`
      model: a/b
      inference:
        accelerator: tpu
        serviceName: Not_A_Name
      modelParameters:
        gpuMemoryUtilization: 0
      service:
        type: Cluster
      `),
  ).toEqual([
    'value-not-allowed inference.accelerator',
    'service-name-not-dns-label inference.serviceName',
    'value-out-of-range modelParameters.gpuMemoryUtilization',
    'value-not-allowed service.type',
  ]);
});

test('every key has a description', () => {
  const bare: string[] = [];
  const visit = (path: readonly string[]) => {
    for (const key of describeKey('0.2', path)?.children ?? []) {
      const inner = [...path, key];
      if (describeKey('0.2', inner)?.description === undefined) bare.push(inner.join('.'));
      visit(inner);
    }
  };
  visit([]);
  expect(bare).toEqual([]);
});
