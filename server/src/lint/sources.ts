import { newestVllm, vllmReleases } from '../catalog/vllm-releases.ts';
import type { Source } from './rule.ts';

/** A file of vLLM at the commit that was read. */
export function vllm(file: string): Source {
  return {
    title: `vLLM, ${file}`,
    read: '017e9f4448 (2026-08-17)',
    url: `https://github.com/vllm-project/vllm/blob/017e9f4448/${file}`,
  };
}

/** What programs read from the releases of vLLM; they stand in `catalog/vllm-releases`. */
export const vllmWheels: Source = {
  title: 'vLLM, Python files of its wheels',
  read: `${vllmReleases[0]?.text ?? ''} to ${newestVllm.text}`,
  url: 'https://pypi.org/project/vllm/',
};

/** A page of the AWS Neuron SDK documentation. */
export function neuronSdk(file: string): Source {
  return {
    title: `AWS Neuron SDK, ${file}`,
    read: 'SDK 2.32, 81ce03ae261e (2026-08-21)',
    url: `https://github.com/aws-neuron/aws-neuron-sdk/blob/81ce03ae261e/${file}`,
  };
}

/** A file of the KubeRay operator. */
export function kubeRay(file: string): Source {
  return {
    title: `KubeRay, ray-operator/${file}`,
    read: 'feeaf72f (2026-08-19)',
    url: `https://github.com/ray-project/kuberay/blob/feeaf72f/ray-operator/${file}`,
  };
}

/** A page of the Karpenter documentation for AWS. */
export function karpenter(page: string): Source {
  return {
    title: `Karpenter, ${page}`,
    read: '1d927085 (2026-08-21)',
    url: `https://github.com/aws/karpenter-provider-aws/blob/1d927085/website/content/en/docs/${page}.md`,
  };
}

/** A page of the Kubernetes documentation. */
export function kubernetes(page: string): Source {
  return {
    title: `Kubernetes, ${page}`,
    read: '2026-11-23',
    url: `https://kubernetes.io/docs/${page}/`,
  };
}

/** What a values file of Helm turns into. */
export const helmNumbers: Source = {
  title: 'Helm, values are read as JSON numbers (issue 1707)',
  read: 'rendered with Helm 4.1.4 on 2026-11-23',
  url: 'https://github.com/helm/helm/issues/1707',
};

/** EC2 instance types with devices and sizes, as recorded in the catalog. */
export const instanceTable: Source = karpenter('reference/instance-types');

/** The tags that the Ray project gives its images. */
export const rayImageTags: Source = {
  title: 'Ray, docker/ray/README.md',
  read: '2026-11-23',
  url: 'https://github.com/ray-project/ray/blob/master/docker/ray/README.md',
};

/** What Helm does with values that nothing reads: nothing. */
export const helmValues: Source = {
  title: 'Helm, values files',
  read: '2026-11-23',
  url: 'https://helm.sh/docs/chart_template_guide/values_files/',
};

/** MIG profiles by card. */
export const nvidiaMig: Source = {
  title: 'NVIDIA, MIG User Guide: Supported MIG Profiles',
  read: '2026-11-23',
  url: 'https://docs.nvidia.com/datacenter/tesla/mig-user-guide/',
};

/** The device plugin that hands out NVIDIA GPUs, whole, shared and sliced. */
export const nvidiaDevicePlugin: Source = {
  title: 'NVIDIA k8s-device-plugin, README',
  read: '1b826acc (2026-08)',
  url: 'https://github.com/NVIDIA/k8s-device-plugin/blob/1b826acc/README.md',
};

/** The plugin that runs vLLM through NxD Inference. */
export const vllmNeuron: Source = {
  title: 'vllm-project/vllm-neuron, README and platform.py',
  read: 'a5ef7c88 (plugin 0.2)',
  url: 'https://github.com/vllm-project/vllm-neuron/tree/a5ef7c88',
};

/** What NxD Inference checks of its configuration. */
export const nxdInference: Source = {
  title: 'NxD Inference, models/config.py',
  read: '4bcdc54b',
  url: 'https://github.com/aws-neuron/neuronx-distributed-inference/blob/4bcdc54b/src/neuronx_distributed_inference/models/config.py',
};

/** Templates and values.yaml of the newest published chart of generation 0.2. */
export const publishedChart027: Source = {
  title: 'AI on EKS inference chart, templates and values.yaml',
  read: '0.2.7',
  url: 'https://github.com/awslabs/ai-on-eks-charts/tree/main/charts/inference-charts',
};

/** Templates of the published charts, of both generations. */
export const publishedChart: Source = {
  title: 'AI on EKS inference chart, templates',
  read: '0.1.0 and 0.2.1',
  url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
};

/** Command-line arguments of llama-server. */
export const llamaCppArguments: Source = {
  title: 'llama.cpp, common/arg.cpp',
  read: 'llama_cpp_python 0.3.36, 0.3.26 and 0.3.16',
  url: 'https://github.com/ggml-org/llama.cpp/blob/master/common/arg.cpp',
};

/** Images of llama.cpp: what is in them, and for which processors. */
export const llamaCppImages: Source = {
  title: 'llama.cpp, docs/docker.md and .devops/cpu.Dockerfile',
  read: '2026-11-29',
  url: 'https://github.com/ggml-org/llama.cpp/blob/30255fcb4dcf/docs/docker.md',
};
