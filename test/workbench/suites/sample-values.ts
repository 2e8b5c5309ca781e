/** One model on one GPU, with nothing to find. Each suite breaks in it what it is about. */
export const soundValues = `inference:
  accelerator: gpu
  framework: vllm
  serviceName: llama-32-1b
  modelServer:
    deployment:
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
  maxModelLen: 8192
  tensorParallelSize: 1
`;

/** The same with four ranks on its one GPU. */
export const mismatch = soundValues.replace('tensorParallelSize: 1', 'tensorParallelSize: 4');
