import { describe, expect, test } from 'vitest';
import { fitRequestOf } from '../../server/src/fit/request-of-values.ts';
import { fitOfValues } from '../../server/src/fit/values-fit.ts';
import type { Chart } from '../../server/src/chart/chart.ts';
import type { InferenceConfig } from '../../server/src/model/inference-config.ts';
import { boxChart, chart01, chart02 } from '../lint/charts.ts';
import { judge } from '../lint/judge.ts';

function configOf(fixture: string, chart: Chart = chart01): InferenceConfig {
  return judge(fixture, chart).analysis.config;
}

const onA10G = (parameters = '', server = '') => `
  inference:
    modelServer:
      deployment:
        instanceType: g5.12xlarge${server}
  modelParameters:
    modelId: meta-llama/Llama-3.1-8B-Instruct${parameters}
`;

describe('merged values become a question', () => {
  test('with the chart’s defaults, which vLLM does not know', () => {
    const request = fitRequestOf(configOf(onA10G()));
    expect(request).toMatchObject({
      ok: true,
      value: {
        device: { kind: 'gpu', name: 'A10G', isMeasured: true },
        gpuMemoryUtilization: 0.8,
        maxModelLen: 8192,
        maxNumSeqs: 4,
        tensorParallelSize: 1,
      },
    });
    expect(request.ok && request.value.vllmVersion).toBeUndefined();
  });

  test('a null takes a default away, and then vLLM’s own counts', () => {
    const request = fitRequestOf(configOf(onA10G('\n    gpuMemoryUtilization: null')));
    expect(request.ok && request.value.gpuMemoryUtilization).toBeUndefined();
  });

  test('the version is that of the image', () => {
    const request = fitRequestOf(
      configOf(`
        inference:
          modelServer:
            image:
              tag: v0.9.2
            deployment:
              instanceType: g5.xlarge
        modelParameters:
          modelId: Qwen/Qwen3-4B
      `),
    );
    expect(request.ok && request.value.vllmVersion?.text).toBe('0.9.2');
  });

  test.each([
    ['karpenter.k8s.aws/instance-gpu-name: l40s', 'L40S'],
    ['nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3', 'H100'],
    ['node.kubernetes.io/instance-type: g6.xlarge', 'L4'],
  ])('the GPU may be told by the label %s', (label, name) => {
    const request = fitRequestOf(
      configOf(`
        inference:
          modelServer:
            deployment:
              nodeSelector:
                ${label}
        modelParameters:
          modelId: Qwen/Qwen3-4B
      `),
    );
    expect(request.ok && request.value.device.name).toBe(name);
  });

  test('Neuron counts groups of cores', () => {
    const fit = fitOfValues(
      configOf(`
        inference:
          accelerator: neuron
          modelServer:
            deployment:
              instanceType: inf2.8xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          tensorParallelSize: 2
      `),
    );
    expect(fit).toMatchObject({ verdict: 'fits', budgetGiB: 32 });
  });

  test('a chart 0.2 passes the number of GPUs where no size is said', () => {
    const values = `
      model: meta-llama/Llama-3.1-8B-Instruct
      inference:
        modelServer:
          deployment:
            instanceType: g5.12xlarge
            resources:
              gpu:
                requests:
                  nvidia.com/gpu: 4
                limits:
                  nvidia.com/gpu: 4
    `;
    const request = fitRequestOf(configOf(values, chart02));
    expect(request.ok && request.value.tensorParallelSize).toBe(4);
  });
});

describe('flags in extraArgs', () => {
  const onBox = (items: string) =>
    configOf(onA10G().replace('deployment:', `extraArgs: [${items}]\n      deployment:`), boxChart);

  test('are the parameters', () => {
    const request = fitRequestOf(
      onBox('-tp, "2", --max-model-len=4096, --device-memory-utilization=0.8, --enforce-eager'),
    );
    expect(request.ok && request.value).toMatchObject({
      tensorParallelSize: 2,
      maxModelLen: 4096,
      gpuMemoryUtilization: 0.8,
      enforceEager: true,
    });
  });

  test.each([
    [`'--quantization-config={"linear":"fp8_per_block"}'`, 'what quantizationConfig does'],
    ['--config=serve.yaml', 'what config does'],
    ['--offload-backend=uva', 'what offloadBackend does'],
    ['--cpu-offload-gb, "8"', 'what cpuOffloadGb does'],
    ['-pcp, "2"', 'what prefillContextParallelSize does'],
    ['--distributed-executor-backend=ray', 'what distributedExecutorBackend does'],
    ['"--max-model-len=$(LENGTH)"', 'maxModelLen, which is set past modelParameters'],
    ['--max-model-len=long', 'what maxModelLen is'],
  ])('%s leaves memory unknown', (items, missing) => {
    const fit = fitOfValues(onBox(items));
    expect(fit.verdict === 'unknown' && fit.missing.join('\n')).toContain(missing);
  });

  test.each(['--distributed-executor-backend=mp', '-pcp, "1"', '--seed=1'])(
    '%s does not',
    (items) => {
      expect(fitOfValues(onBox(items)).verdict).not.toBe('unknown');
    },
  );
});

describe('what cannot be known is unknown, and named', () => {
  test.each([
    ['no instance type', 'modelParameters:\n  modelId: Qwen/Qwen3-8B\n', 'the instance type'],
    ['a private model', onA10G().replace(/meta-llama.*/, 'acme/own'), 'the shape of acme/own'],
    ['a new instance type', onA10G().replace('g5.12xlarge', 'g99.xlarge'), 'the hardware of g99'],
    ['a slice of a GPU', onA10G().replace('g5.12xlarge', 'g6f.4xlarge'), 'how much GPU memory g6f'],
    ['another accelerator', onA10G().replace('g5.12xlarge', 'inf2.xlarge'), 'a device of inf2'],
    ['offloading', onA10G('\n    cpuOffloadGb: 8'), 'what cpuOffloadGb does'],
    ['a percentage', onA10G('\n    gpuMemoryUtilization: 90'), 'what gpuMemoryUtilization is'],
    ['an expression', onA10G('\n    maxModelLen: "{{ .Values.length }}"'), 'what maxModelLen is'],
    ['a length in words', onA10G('\n    maxModelLen: auto'), 'what maxModelLen is'],
    ['an unknown scheme', onA10G('\n    quantization: secret4'), 'how large secret4 weights are'],
    [
      'a parameter that this chart may not read there',
      onA10G().replace('deployment:', 'extraArgs: [--max-model-len=4096]\n      deployment:'),
      'maxModelLen, which is set past modelParameters',
    ],
    [
      'a shared GPU',
      onA10G(
        '',
        '\n        resources:\n          gpu:\n            limits:\n              nvidia.com/gpu.shared: 1',
      ),
      'how much of a GPU nvidia.com/gpu.shared gives',
    ],
    [
      'a server that is not vLLM',
      onA10G().replace('inference:', 'inference:\n    framework: diffusers'),
      'how diffusers uses memory',
    ],
  ])('%s', (_name, values, missing) => {
    const fit = fitOfValues(configOf(values));
    expect(fit.verdict).toBe('unknown');
    expect(fit.verdict === 'unknown' && fit.missing.join('\n')).toContain(missing);
  });

  test('but not when somebody says it instead', () => {
    const config = configOf(onA10G('\n    maxModelLen: auto').replace(/meta-llama.*/, 'acme/own'));
    const known = fitRequestOf(configOf(onA10G()));
    const model = known.ok ? known.value.model : undefined;
    const fit = fitOfValues(config, { ...(model && { model }), maxModelLen: 4096 });
    expect(fit.verdict).not.toBe('unknown');
  });
});

test('what comes on top is said', () => {
  const fit = fitOfValues(configOf(onA10G('\n    enableLora: true')));
  expect(fit.assumptions[0]).toBe('LoRA adapters are not counted: they come on top.');
  expect(fitOfValues(configOf(onA10G('\n    enableLora: false'))).assumptions[0]).not.toMatch(
    /LoRA ad/,
  );
});
