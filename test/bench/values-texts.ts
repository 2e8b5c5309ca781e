/** A values file with nothing to find that has about this many lines, most of them environment variables. */
export function valuesText(lines: number): string {
  const variables = Math.max(0, Math.floor((lines - frame.split('\n').length) / 2));
  const env = Array.from(
    { length: variables },
    (_, index) => `      - name: SETTING_${String(index)}\n        value: "value ${String(index)}"`,
  );
  return frame.replace('      # env\n', env.length === 0 ? '' : `${env.join('\n')}\n`);
}

const frame = `inference:
  accelerator: gpu
  framework: vllm
  serviceName: llama-32-1b
  modelServer:
    image:
      repository: vllm/vllm-openai
      tag: v0.19.1
    env:
      # env
    deployment:
      replicas: 1
      instanceType: g6.xlarge
      resources:
        gpu:
          requests:
            cpu: 3
            memory: 12Gi
            nvidia.com/gpu: 1
          limits:
            memory: 12Gi
            nvidia.com/gpu: 1
modelParameters:
  modelId: NousResearch/Llama-3.2-1B
  gpuMemoryUtilization: 0.9
  maxModelLen: 8192
  tensorParallelSize: 1
`;

/** The line and columns of the value that is typed over: `gpu`, which only `gpx` makes wrong. */
export const typedOver = { line: 1, start: 17, end: 18, right: 'u', wrong: 'x' } as const;
