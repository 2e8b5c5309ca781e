import { expect, it } from 'vitest';
import { registry } from '../../server/src/lint/registry.ts';
import { judge } from './judge.ts';

/** What each rule says of its first bad example. Texts are for people: elsewhere tests match ids. */
const messages: Readonly<Record<string, string>> = {
  'accelerator-instance-mismatch':
    'inf2.48xlarge has Neuron devices, but accelerator is gpu: no such node offers NVIDIA GPUs, so the pod stays Pending.',
  'accelerator-resource-mismatch':
    'accelerator is gpu, but aws.amazon.com/neuron is a Neuron resource. No node offers both, so the pod stays Pending or its server finds no device. Ask for nvidia.com/gpu here, or set accelerator to neuron and move the resources to resources.neuron.',
  'actors-exceed-workers':
    'minActors is 3, but 2 workers with 1 nvidia.com/gpu each have room for 2: the others stay pending, and the application stays DEPLOYING. Lower minActors, or raise maxReplicas.',
  'affinity-rendered-as-required':
    'Chart 0.1.0 renders this preferred affinity as a required one: all 4 pods must be in one zone, and stay Pending when it is full. Set podAffinity.enabled to false if they may spread.',
  'argument-split-by-shell':
    'This chart prints --speculative-config into a line for sh, which takes out its quotes or splits it at its spaces: vLLM does not get what is written. Put the JSON in single quotes of its own.',
  'attention-backend-needs-newer-gpu':
    'VLLM_ATTENTION_BACKEND is FLASH_ATTN, which does not run on the T4 of g4dn.xlarge (compute capability 7.5): vLLM refuses it or takes another. Remove the variable.',
  'autoscaling-blind-on-neuron':
    'Autoscaling is on, but this chart asks for aws.amazon.com/neuron, of which KubeRay does not tell the autoscaler: no worker is started for replicas that wait for NeuronCores. Ask for aws.amazon.com/neuroncore, or set minReplicas to the workers that you need.',
  'autoscaling-without-cpu':
    'Autoscaling is on, but resources.gpu names no cpu, and Ray\'s autoscaler ends with "failed to detect CPU resources". Request cpu for the workers.',
  'autoscaling-without-ray':
    'rayOptions are not read while framework is vllm: nothing scales. Set framework to the Ray one, or turn autoscaling off.',
  'autoscaling-without-workers':
    'Autoscaling is on, but maxReplicas is 0: no worker may be started, and the head has no device to serve with. Raise maxReplicas.',
  'batched-tokens-below-context':
    "maxModelLen is 16384, but maxNumBatchedTokens is 8192 (the chart's default) and chunked prefill is off: a prompt must fit into one step, and vLLM refuses to start. Set maxNumBatchedTokens to 16384.",
  'batched-tokens-below-context-in-script':
    "maxModelLen is 16384, but maxNumBatchedTokens is 8192 (the chart's default), and the chart's script turns chunked prefill off: vLLM may refuse to start. Set maxNumBatchedTokens to 16384.",
  'batched-tokens-below-sequences':
    'maxNumBatchedTokens is 128, but maxNumSeqs is 256: every sequence needs a token of each step, and vLLM refuses to start. Raise maxNumBatchedTokens to at least 256.',
  'batched-tokens-never-used':
    'maxNumBatchedTokens is 16384, but 2 requests of 2048 tokens bring at most 4096: the rest only takes memory from the KV cache. Set it to 4096 or less.',
  'bfloat16-on-old-gpu':
    'dtype is bfloat16, but the T4 of g4dn.xlarge has no bfloat16: vLLM stops at start-up. Set dtype to half or auto.',
  'choice-not-in-version':
    'vLLM 0.19.1 does not take nvfp4 for --kv-cache-dtype yet (it came with 0.20.0): it stops at start-up. It takes auto, bfloat16, float16, fp8, fp8_ds_mla, fp8_e4m3, fp8_e5m2, fp8_inc.',
  'config-maps-stay-behind':
    'This chart gives its ConfigMaps no namespace, so they go where the release is installed. Install with -n serving, or the pods wait for "configmap not found".',
  'context-length-exceeds-kv-cache':
    'maxModelLen is 131072: one such request needs 16.0 GiB of KV cache, but of the 19.9 GiB that vLLM may take of each A10G at gpuMemoryUtilization 0.9, only 3.67 GiB is left beside the weights (15.0 GiB) and working memory. vLLM stops at start-up. Set maxModelLen to 25600.',
  'context-length-exceeds-model':
    'maxModelLen is 131072, but Qwen/Qwen3-8B allows 40960 tokens: vLLM refuses to start. Set maxModelLen to 40960 or less.',
  'context-length-may-exceed-kv-cache':
    'One request of 16384 tokens needs 2.00 GiB of KV cache and about 1.70 GiB is left: too close to call. vLLM may stop at start-up. Set gpuMemoryUtilization to 0.9, or set maxModelLen to 10240.',
  'cpu-kv-cache-exceeds-memory':
    "vLLM takes 40 GiB for its KV cache (vllm.cpuKvCacheSpace is 40), but the memory limit of the container is 16Gi (the chart's default): it is killed at start-up (OOMKilled). Raise the memory of resources.graviton, or set a smaller vllm.cpuKvCacheSpace.",
  'data-parallel-local-exceeds-size':
    'data-parallel-size-local is 4, but data-parallel-size is 2, which counts the copies on all nodes: vLLM refuses to start. Raise data-parallel-size to at least 4.',
  'decode-context-parallel-does-not-divide':
    'decode-context-parallel-size is 2, but with 8 key-value heads and tensorParallelSize 8 no two ranks hold the same head: vLLM refuses to start. Leave it out.',
  'device-image-on-graviton':
    'vllm/vllm-openai is built for CUDA, but accelerator is graviton: the server finds no device and exits at start-up. Use a CPU image of vLLM for arm64, such as public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo.',
  'device-request-without-limit':
    'vpc.amazonaws.com/efa is in requests but not in limits, and the API server refuses such a pod: the limit must be set for devices. Set the same number in limits.',
  'devices-exceed-instance':
    'The pod asks for 4 nvidia.com/gpu, but g5.xlarge has 1 GPU. No node fits, so the pod stays Pending.',
  'devices-left-idle': 'The pod asks for 4 GPUs, but tensorParallelSize is 2: 2 of them stay idle.',
  'efa-exceeds-instance':
    'The pod asks for 1 EFA interface, but g5.2xlarge has none: no node fits, and the pod stays Pending.',
  'engine-choice-without-effect':
    'VLLM_USE_V1 is 0, but vLLM 0.12.0 has no older engine any more. Remove the variable, or use a vLLM before 0.11.0.',
  'engine-needs-newer-gpu':
    'VLLM_USE_V1 is 1, but in vLLM 0.9.2 that engine needs compute capability 8.0, and the T4 of g4dn.xlarge has 7.5: vLLM refuses to start. Remove the variable.',
  'ephemeral-storage-short-for-weights':
    'The limit of ephemeral-storage is 10Gi, but the weights of Qwen/Qwen3-8B take 15.3 GiB: the pod is evicted while it downloads them. Raise the limit, or mount a volume.',
  'executor-choice-on-neuron':
    'distributed-executor-backend is ray, but vLLM on Neuron drives all cores from one process: the choice has no effect.',
  'expert-balancing-without-parallel':
    'enable-eplb balances experts between the ranks of expert parallelism, but enable-expert-parallel is not on: vLLM refuses to start. Turn it on, too.',
  'expert-parallel-without-experts':
    'enableExpertParallel is true, but Qwen/Qwen3-8B has no experts: vLLM refuses to start. Set it to false.',
  'extra-argument-with-space':
    '--tool-call-parser hermes is one argument to vLLM, which stops with "unrecognized arguments". Write --tool-call-parser=hermes.',
  'extra-label-replaces-selector':
    'The Deployment selects its pods by app.kubernetes.io/component, which the chart sets itself. This line gives the pods another value, and the API server refuses the Deployment: "selector does not match template labels". Take another label.',
  'false-read-as-true':
    'enablePrefixCaching is false, but the chart\'s script asks bool("false"), which Python takes for true: it stays on. Write "" to turn it off.',
  'flag-misspelt':
    'maxModelLength becomes --max-model-length, which vLLM does not have: the server stops with "unrecognized arguments". --max-model-len is maxModelLen.',
  'flag-needs-newer-vllm':
    'vLLM 0.9.1 has no --kv-cache-memory-bytes yet and stops with "unrecognized arguments". Use an image of 0.10.2 or newer, or remove it.',
  'flag-unknown-to-vllm':
    'vLLM has no --served-by, in no release from 0.8.5.post1 to 0.33.0: the server stops with "unrecognized arguments". Remove it.',
  'flag-without-value':
    'This chart prints --reasoning alone, but llama-server wants a value after it and takes the next word of the line. Write one of "on", "off", "auto", with the quotes.',
  'fractional-device':
    'nvidia.com/gpu is 500m, but devices are whole: the API server refuses the pod. Ask for 1; to share one device between pods, set up time-slicing or MIG in the device plugin.',
  'fractional-gpu-instance':
    'g6f.4xlarge has 1/2 of an L4 (about 12 GiB), which the EC2 API reports as no GPU: Karpenter starts no such node for nvidia.com/gpu without a NodeOverlay, and the pod stays Pending.',
  'framework-renders-nothing':
    'This chart has no template for framework rayvllm: nothing would be deployed. It knows rayVllm, vllm.',
  'framework-without-graviton':
    'framework diffusers does not run on Graviton: its template asks for no arm64 node and its server finds no GPU. Use llama-cpp, or vllm with a CPU image, or set accelerator to gpu.',
  'framework-without-neuron':
    'framework triton-vllm runs on GPUs only: for accelerator neuron the chart renders no device, and the server does not start. Use vllm or ray-vllm, or set accelerator to gpu.',
  'gpu-image-on-neuron':
    'vllm/vllm-openai is built for CUDA, but accelerator is neuron: the server finds no GPU and exits at start-up. Use an image with the Neuron SDK, such as public.ecr.aws/neuron/pytorch-inference-vllm-neuronx.',
  'gpu-memory-utilization-as-percentage':
    'gpuMemoryUtilization is 90, but it is a share of at most 1: vLLM refuses to start. Write 0.9 for 90 per cent.',
  'gpu-needs-newer-vllm':
    'The image has vLLM 0.8.5, built before there was code for the B200 of p6-b200.48xlarge: the server fails with "no kernel image is available". Use vLLM 0.9.0 or newer.',
  'gpu-quantization-on-neuron':
    'modelId Qwen/Qwen3-8B-AWQ is awq, a CUDA format that vLLM on Neuron cannot load. Use the unquantised model, or set accelerator to gpu.',
  'gpu-tag-doubled':
    'This chart adds -gpu to the tag for Ray workers: rayproject/ray:2.47.0-py312-gpu-gpu does not exist, and the workers end in ImagePullBackOff. Write 2.47.0-py312.',
  'gpu-too-old-for-vllm':
    'p3.2xlarge has V100 GPUs (compute capability 7.0), but current vLLM images start at 7.5: the server fails with "no kernel image is available". Choose g4dn or newer, or pin an image of vLLM 0.8.',
  'graph-capture-may-exceed-memory':
    'CUDA graphs (about 0.15 GiB) are captured outside the budget in this vLLM version, and gpuMemoryUtilization leaves 0.44 GiB: capture may run out of memory. Lower it, or set enforceEager to true.',
  'head-service-named':
    'Chart ai-on-eks-inference-charts 0.1.0 names the Service of the Ray head, and KubeRay 1.3 and later refuses such a RayService: nothing is started. Remove headService.metadata.name from the template, or use a newer chart.',
  'host-memory-short-for-weights':
    'Compiling and loading 15.0 GiB of weights needs host memory; 16 GiB may be too little.',
  'hugging-face-token-in-file':
    'This is a Hugging Face token. Values end in the release record and in version control, so anyone who can read those can use it. Revoke it, put a new one into the Secret hf-token under the key token (kubectl create secret generic hf-token --from-literal=token=…), and remove it here.',
  'image-for-other-architecture':
    'The image rayproject/ray:2.47.0-py312-gpu-aarch64 is for arm64, but g6.2xlarge has amd64 processors: the container ends with "exec format error". Use the image for amd64.',
  'image-lacks-llama-server':
    'framework is llama-cpp, but vllm/vllm-openai (the chart\'s default) has no llama-server in it: the container ends with "llama-server: not found". Use ghcr.io/ggml-org/llama.cpp with tag server, and set llamaCpp.command to ./llama-server.',
  'image-lacks-ray':
    'framework is rayVllm, but vllm/vllm-openai of vLLM 0.21.0 has no Ray in it: head and workers do not start. Use rayproject/ray and say in vllmVersion which vLLM Ray installs.',
  'image-lacks-vllm':
    'framework is vllm, but rayproject/ray has no vLLM in it: the container does not start. Use vllm/vllm-openai, or set framework to the Ray one.',
  'image-reference-not-valid':
    'vllm/vllm-openai:v0.10.0 has a tag in it already: the pod ends in InvalidImageName. Write the repository alone, and the tag in tag.',
  'image-tag-not-published':
    'vllm/vllm-openai has no tag 0.10.0: the pod ends in ImagePullBackOff. The tag is v0.10.0.',
  'inferentia1-cannot-serve':
    'inf1.6xlarge has first-generation Inferentia, which no vLLM version supports. Use inf2, trn1 or trn2.',
  'instance-type-misspelt':
    'No node is labelled G6e-12xlarge: the type is spelt g6e.12xlarge. As written it matches no node, and the pod stays Pending.',
  'instance-without-accelerator':
    'm5.2xlarge has no accelerator, but the pod asks for 1 nvidia.com/gpu: it stays Pending. Choose an instance type with GPUs, such as g6.xlarge.',
  'json-argument-not-valid':
    '--speculative-config takes JSON, and this is none: names and texts stand in double quotes. vLLM stops at start-up.',
  'key-never-read':
    'No template of inference-charts 0.2.1 reads replica in inference.modelServer.deployment: it has no effect. Did you mean replicas?',
  'key-not-read': 'rayOptions is not read while framework is vllm: it has no effect.',
  'layer-partition-does-not-add-up':
    'VLLM_PP_LAYER_PARTITION is 20,20: these are 40 layers, but Qwen/Qwen3-8B has 36, and vLLM stops at start-up.',
  'llama-server-not-on-path':
    'llamaCpp.command is llama-server (the chart\'s default), but ghcr.io/ggml-org/llama.cpp has the program in its working directory and not on the PATH: the container ends with "llama-server: not found". Set llamaCpp.command to ./llama-server.',
  'logical-core-configs-differ':
    'The model is compiled for logical_nc_config 1, but NEURON_LOGICAL_NC_CONFIG is 2: the runtime cannot load it. Set both to the same number.',
  'lora-rank-not-supported':
    'maxLoraRank is 48, but vLLM takes 1, 8, 16, 32, 64, 128, 256, 320, 512 and refuses to start with another. Set it to 64: smaller adapters fit.',
  'lws-without-pipeline-size':
    'framework is lws-vllm, but modelParameters.pipelineParallelSize is not set: the LeaderWorkerSet has no group size and is refused. Set it to the number of nodes that one copy of the model takes.',
  'memory-share-on-shared-gpu':
    'gpuMemoryUtilization is 0.9, a share of the whole card, but the pod shares it: a second such pod finds too little memory free and stops at start-up. Divide 0.9 by the number of pods per GPU.',
  'memory-without-unit':
    'memory 64 is 64 bytes: without a unit Kubernetes counts bytes, and m means thousandths. Write 64Gi if that is meant.',
  'mig-profile-not-on-gpu':
    'The pod asks for nvidia.com/mig-1g.5gb, but A10G GPUs cannot be cut into MIG slices: no node of g5.2xlarge offers it, and the pod stays Pending.',
  'min-actors-exceed-max':
    "minActors is 2, but maxActors is 1 (the chart's default): Ray Serve refuses the application. Raise maxActors to at least 2.",
  'min-replicas-exceed-max':
    "minReplicas is 3, but maxReplicas is 2 (the chart's default): KubeRay refuses the RayService. Raise maxReplicas to at least 3.",
  'model-gone-from-vllm':
    'baichuan-inc/Baichuan2-13B-Chat is a BaiChuanForCausalLM model, which vLLM had up to 0.24.0; vLLM 0.33.0 stops at start-up. Use an image of 0.24.0, or another model.',
  'model-id-is-url':
    'The model is named by its id, not by the address of its page: vLLM refuses the address at start-up. Write Qwen/Qwen3-8B.',
  'model-newer-than-vllm':
    'zai-org/GLM-5.2-FP8 is a GlmMoeDsaForCausalLM model, which vLLM has since 0.16.0; this is vLLM 0.10.2, and it stops at start-up. Use an image of 0.16.0 or newer.',
  'namespace-not-dns-label':
    'No namespace can be called Team_A: namespaces have at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.',
  'neuron-buckets-do-not-fit':
    'num_batched_tokens_buckets: the largest is 1024, but maxNumBatchedTokens is 2048, and the two must be equal. vllm-neuron refuses to start.',
  'neuron-cores-set-by-hand':
    'The Neuron device plugin sets NEURON_RT_VISIBLE_CORES for the aws.amazon.com/neuron that the pod asks for; 0-3 may name cores of another pod. Remove the variable.',
  'neuron-device-count-not-placeable':
    'The pod asks for 6 aws.amazon.com/neuron, but on trn1.32xlarge the Neuron scheduler places 1, 4, 8, 16 devices only. The pod stays Pending.',
  'neuron-device-count-not-power-of-two':
    'The pod asks for 6 of 12 Neuron devices. Karpenter does not know which devices of a node can be joined, and advises powers of two or the whole node: with 6 a second pod may stay Pending beside free devices.',
  'neuron-expert-degree-does-not-fit':
    'ep_degree is 8, but enable-expert-parallel is not on: vllm-neuron refuses to start. Turn it on.',
  'neuron-image-needs-newer-chip':
    'This image carries vLLM 0.24.0 for Neuron, which runs on trn2 and trn3 only, but instanceType is inf2.8xlarge. Use an image of Neuron SDK 2.29 to 2.31 with vLLM 0.16, or a trn2 instance.',
  'neuron-image-on-gpu':
    'public.ecr.aws/neuron/pytorch-inference-vllm-neuronx is built for AWS Neuron and has no CUDA, but accelerator is gpu: vLLM finds no device and exits at start-up. Use a CUDA image such as vllm/vllm-openai, or set accelerator to neuron.',
  'neuron-kv-blocks-too-few':
    'num-gpu-blocks-override is 128, but 4 requests of 4096 tokens in blocks of 32 need 512. Set it to 512 or more.',
  'neuron-logical-core-config-not-supported':
    'NEURON_LOGICAL_NC_CONFIG is 4, but the runtime knows 1 and 2 only and refuses to start.',
  'neuron-parallel-degree-does-not-divide':
    'cp_degree is 4, which does not divide tensorParallelSize 2: NxD Inference stops before it compiles.',
  'neuron-prefix-caching-incomplete':
    'Prefix caching is on, but override_neuron_config lacks is_block_kv_layout: vLLM on NxD Inference does not start, or reads blocks that are not there.',
  'neuron-scheduler-switched-off':
    'The pod asks for 4 of the 6 aws.amazon.com/neuron of inf2.24xlarge, which must be neighbours, and default-scheduler does not see to that: the runtime may fail when it loads the model. Remove schedulerName, or ask for 1 or 6.',
  'neuron-shapes-not-set':
    'Neuron compiles the model for one context length and batch, and neither maxModelLen nor maxNumSeqs is set: it is compiled for the longest context that the model has. Set both in modelParameters.',
  'neuron-tensor-parallel-undocumented':
    'tensorParallelSize is 16, but for inf2 the Neuron SDK lists 1, 2, 4, 8, 24. Other sizes are not documented to work.',
  'neuron-visible-cores-not-contiguous':
    'NEURON_RT_VISIBLE_CORES is 3,5,6, but the Neuron runtime takes cores that follow on each other, such as 0-3 or 0,1,2,3, and refuses to start with others.',
  'neuroncore-on-trainium2':
    'Karpenter counts 8 cores per device of trn2.48xlarge, the node shows 4 by default, so a request for aws.amazon.com/neuroncore may stay Pending on a new node. Ask for whole devices with aws.amazon.com/neuron.',
  'nim-cache-of-another-name':
    'The NIMCache of this release is called llama, but the NIMService asks for llama-cache: it waits until a cache of that name exists. Use one name.',
  'nim-service-without-gpu':
    'This NIMService asks for no nvidia.com/gpu and names no profile, so its pod gets no GPU, and the NIM ends at its start. Set nvidia.com/gpu in nimService.resources, requests and limits.',
  'node-label-misspelt':
    'No node has kubernetes.io/arch x86_64: the label is spelt amd64. As written it matches no node, and the pod stays Pending.',
  'node-selector-contradicts-instance':
    'nodeSelector asks for karpenter.k8s.aws/instance-gpu-name A10G, but nodes of g5.12xlarge have a10g: no node matches, and the pod stays Pending.',
  'node-selector-of-other-accelerator':
    'accelerator is neuron, but only nodes with GPUs have the label karpenter.k8s.aws/instance-gpu-name: no node matches, and the pod stays Pending.',
  'num-gpus-exceeds-devices':
    "numGpus is 4, but the pod requests 1 nvidia.com/gpu (the chart's default), and that is what it gets. Request 4 in resources.gpu.",
  'number-printed-as-text':
    'Charts 0.2.5 to 0.2.7 print this number as %!s(float64=64), and the shell that starts the server stops at the bracket. Put it in quotes, which every release prints well.',
  'number-printed-with-exponent':
    'Helm prints 1048576 as 1.048576e+06, which vLLM does not read as a number. Put it in quotes.',
  'optimum-neuron-lacks-feature':
    'The image serves through optimum-neuron, which has no LoRA adapters: the server stops at start-up. Use another Neuron image, or do without.',
  'parameter-is-no-llama-server-flag':
    '--max-model-len is a flag of vLLM, and llama-server has none of that name: it stops with "error: invalid argument: --max-model-len". There the length of the context is ctxSize.',
  'parameter-is-no-vllm-flag':
    'This chart makes every key of modelParameters a flag of vLLM, and --num-gpus is none: the server stops with "unrecognized arguments". Remove the key; resources say how many GPUs the pod gets.',
  'parameter-not-read-by-script':
    "maxNumSeqs becomes MAX_NUM_SEQS, but the chart's script asks for MAX_NUM_SEQ: it has no effect, and the script's own default is used. Name it maxNumSeq.",
  'parser-not-in-version':
    'vLLM 0.10.2 has no tool call parser glm47 yet (it came with 0.14.0) and stops at start-up. Use an image of 0.14.0 or newer; glm45 is there already.',
  'pipeline-parallel-on-neuron':
    'pipelineParallelSize is 2, but vLLM on Neuron has no pipeline stages: the value is ignored or refused at start-up. Set it to 1 and split the model with tensorParallelSize.',
  'pipeline-stages-exceed-layers':
    'pipelineParallelSize is 24, but meta-llama/Llama-3.2-1B-Instruct has 16 layers: some stages would hold none, and vLLM stops while it builds the model.',
  'prefill-threshold-exceeds-context':
    'long-prefill-token-threshold is 8192, but no prompt is longer than maxModelLen, 4096: it never applies, or vLLM refuses it. Lower it.',
  'probe-ends-loading':
    'There is no startupProbe, and livenessProbe gives up after 15 s, but vLLM answers 30 s after its start at the earliest: it is restarted while it loads the model, again and again. Keep the startupProbe of the chart.',
  'python-version-differs-from-image':
    'pythonVersion is 3.11, but the image tag names Python 3.12. Set pythonVersion to "3.12" or choose a tag with py311.',
  'quantization-needs-newer-gpu':
    'modelId openai/gpt-oss-20b is quantised with mxfp4, which needs compute capability 8.0, but the T4 of g4dn.2xlarge has 7.5: vLLM stops at start-up. Choose an instance type with newer GPUs, such as g6 or g6e.',
  'quantization-set-on-neuron':
    "quantization is neuron_quant, which the image's vLLM 0.16.0 does not have: the server stops at start-up. Remove it, and say it in the Neuron configuration.",
  'ray-version-differs-from-image':
    'rayVersion is 2.49.0, but the image tag names Ray 2.48.0. Head and workers run the Ray of the image, so rayVersion must say the same. Set it to 2.48.0.',
  'readiness-not-probed':
    'Chart ai-on-eks-inference-charts 0.1.0 has no readiness probe: each of the 3 pods gets requests as soon as it runs, minutes before its model is loaded, and answers them with "connection refused". Wait for /health before you send traffic.',
  'removed-vllm-argument':
    'vLLM 0.11.0 has no --tokenizer-pool-size any more and stops with "unrecognized arguments". Remove it.',
  'replicas-outside-range':
    "replicas is 5, but maxReplicas is 2 (the chart's default): KubeRay silently runs 2 workers.",
  'request-exceeds-allocatable':
    "The pod asks for 4 cpu, but a node of g5.xlarge keeps some of its cpu for itself: about 3920m is left for pods by Karpenter's estimate, before DaemonSets. The pod would stay Pending. Ask for less.",
  'request-exceeds-instance':
    'The pod asks for 8 cpu, but g5.xlarge has 4 vCPUs in all. No node fits, so the pod stays Pending. Ask for less, or choose a larger instance type.',
  'request-exceeds-limit':
    'requests ask for 64Gi memory, more than the limit of 32Gi: the API server refuses the pod. Raise the limit or lower the request.',
  'requests-differ-from-limits':
    "requests and limits of nvidia.com/gpu must be equal, but requests say 4 and limits 1 (the chart's default): the API server refuses the pod. Set both to the same number.",
  'requests-exceed-kv-cache':
    'maxNumSeqs is 64, but the KV cache of about 28480 tokens holds 1.7 requests of 16384 tokens: if requests are that long, the others wait or are preempted. Lower maxModelLen or maxNumSeqs, or give it more memory.',
  'resource-name-misspelt':
    'No device plugin offers nvidia.com/gpus; the resource is called nvidia.com/gpu. As written the pod never runs.',
  'resources-of-other-accelerator':
    'accelerator is neuron, so resources.gpu is not read: the pod gets the resources.neuron of the chart. Write these under resources.neuron, or set accelerator to gpu.',
  'retired-neuron-resource':
    'The Neuron device plugin dropped aws.amazon.com/neurondevice in SDK 2.22: no node offers it, and the pod stays Pending. Ask for aws.amazon.com/neuron, which counts the same devices.',
  'script-needs-older-vllm':
    'vLLM 0.10.0 has no engine argument tokenizer_pool_size any more, and the script of chart 0.2.1 passes it: the replica ends in a TypeError. Use a vLLM before 0.10.0, or a chart with a newer script.',
  'service-name-not-dns-label':
    'Llama_3.1-8B cannot name a Service: Kubernetes takes lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit. llama-3-1-8b would do.',
  'service-name-read-as-variable':
    'Kubernetes makes VLLM_LLAMA_SERVICE_HOST of this name in every pod of the namespace, and vLLM logs "Unknown vLLM environment variable" for each such variable. Another beginning, such as llama-vllm, keeps the logs quiet.',
  'service-name-too-long':
    'serviceName has 49 characters, but a RayService name (framework rayVllm) may have 47. Shorten it by 2.',
  'service-named-vllm':
    'A Service called vllm makes Kubernetes set VLLM_PORT=tcp://… in the pods of its namespace, and vLLM, which reads VLLM_PORT as its port, stops at start-up. Use another name, such as llm-server.',
  'shared-gpu-counted-twice':
    'nvidia.com/gpu.shared is 2, but these are turns on a GPU that other pods share: a second one gives the model neither memory nor speed. Ask for 1.',
  'shared-memory-not-mounted':
    'tensorParallelSize is 2, but no template of ai-on-eks-inference-charts 0.1.0 mounts memory at /dev/shm: NCCL has 64 MB and fails at start-up. Mount an emptyDir with medium Memory there.',
  'shared-memory-volume-missing':
    "sharedMemory is empty, so inference-charts 0.2.7 prints no volume for /dev/shm, and still mounts it: the API server refuses the Deployment. Set a size, or remove the line for the chart's default.",
  'startup-budget-short-for-compile':
    'startupBudgetSeconds is 600, but a first start on Neuron compiles the model, which takes 20 minutes and more for one of this size: the pod is killed before it serves, again and again. Set 5400, or mount a model that is compiled already.',
  'swap-space-without-effect':
    'swap-space has no effect in vLLM 0.11.0: preempted requests are computed again, not swapped. Newer versions refuse the flag. Remove it.',
  'switch-given-value':
    'This chart prints --trust-remote-code true, but the flag takes no value: vLLM stops with "unrecognized arguments: true". Write trustRemoteCode: "", which prints --trust-remote-code alone.',
  'tensor-parallel-does-not-divide-feed-forward':
    'The feed-forward layers of Qwen/Qwen2.5-1.5B-Instruct are 8960 wide, which tensorParallelSize 6 does not divide: vLLM stops while it builds the model. Set it to 4.',
  'tensor-parallel-does-not-divide-heads':
    'Qwen/Qwen2.5-7B-Instruct has 28 attention heads, which tensorParallelSize 8 does not divide: vLLM refuses to start. Sizes that work: 1, 2, 4.',
  'tensor-parallel-does-not-divide-vocabulary':
    'The vocabulary of microsoft/phi-4, padded to 100352 tokens, cannot be dealt out to tensorParallelSize 5: vLLM stops while it builds the model. Use a power of two.',
  'tensor-parallel-exceeds-devices':
    'tensorParallelSize is 8, but the pod requests 4 nvidia.com/gpu. vLLM has no device for 4 of its ranks and does not start. Request 8 devices or set tensorParallelSize to 4.',
  'tensor-parallel-exceeds-logical-cores':
    'tensorParallelSize is 8, but 1 aws.amazon.com/neuron of trn2.3xlarge show 4 NeuronCores at the default setting. Lower it to 4, ask for more devices, or set NEURON_LOGICAL_NC_CONFIG to 1 in the node and in modelServer.env.',
  'tensor-parallel-on-shared-gpu':
    'tensorParallelSize is 2, but the pod asks for nvidia.com/gpu.shared, which are turns on a GPU and may all be the same card. Set tensorParallelSize to 1, or ask for whole GPUs with nvidia.com/gpu.',
  'tensor-parallel-size-missing':
    'tensorParallelSize is not set, and under Ray this chart then takes one GPU: of 4 nvidia.com/gpu only a part is used. Set tensorParallelSize to 4.',
  'tensor-parallel-spans-workers':
    'tensorParallelSize is 8, but one Ray worker has 4 nvidia.com/gpu, so every layer waits for the network between workers. Set tensorParallelSize to 4 and pipelineParallelSize to 2.',
  'toleration-not-valid':
    'operator Exists takes no value, so the API server refuses the pod. Remove value, or set operator to Equal.',
  'tool-choice-without-parser':
    '--enable-auto-tool-choice is on, but no tool-call parser is named: vLLM stops with "--enable-auto-tool-choice requires --tool-call-parser". Name the parser of the model with --tool-call-parser, such as hermes or llama3_json.',
  'topology-matches-no-pod':
    'podAffinity has no effect under Ray in chart 0.1.0: its selector asks for pods of the Ray cluster llama, and KubeRay names the cluster otherwise.',
  'variable-not-read-by-vllm':
    'VLLM_ATTENTION_BACKEND has no effect: vLLM 0.19.1 does not read it any more, 0.14.1 was the last to do so. Use --attention-backend instead.',
  'variable-value-not-valid':
    'VLLM_ATTENTION_BACKEND is "TRITON_ATTN_VLLM_V1", and vLLM 0.11.2 takes CPU_ATTN, CUSTOM, CUTLASS_MLA, FLASH_ATTN, FLASH_ATTN_MLA, FLASHINFER, FLASHINFER_MLA, FLASHMLA and others: it stops with a ValueError. Write TRITON_ATTN.',
  'version-read-as-number':
    '1.20 without quotes is a number to YAML, and Helm prints it as 1.2. Put it in quotes.',
  'vllm-flag-given-to-llama-server':
    'This chart adds --tensor-parallel-size because accelerator is gpu, but framework is llama-cpp, and llama-server has no such flag: it stops with "error: invalid argument: --tensor-parallel-size". Set accelerator to graviton, or take a chart that leaves the flag out.',
  'vllm-installed-without-pins':
    'Ray installs vllm==0.9.1 with the newest transformers beside it, because this chart pins none: vLLM before 0.10 then stops with "\'aimv2\' is already used". Use vLLM 0.10.0, or add transformers<4.54 to the runtime_env of the chart.',
  'vllm-needs-other-ray':
    'vLLM 0.10.1 needs Ray 2.48.0 or newer, but the image has Ray 2.47.0. Choose a vLLM and a Ray that go together.',
  'vllm-version-missing':
    'framework is rayVllm on gpu, but modelServer.vllmVersion is not set: Ray is asked to install "vllm==" and the application fails to deploy. Set vllmVersion, for example to "0.9.1".',
  'weights-exceed-device-memory':
    "The weights of meta-llama/Llama-3.3-70B-Instruct take 131.4 GiB, but vLLM may fill 17.7 GiB: 1 GPU of g5.2xlarge at gpuMemoryUtilization 0.8 (the chart's default), because tensorParallelSize is 1 (the chart's default). Loading ends out of memory. Choose a larger instance type or a quantised model.",
  'wrong-dialect':
    "framework rayVllm and modelParameters.modelId are words of chart 0.1, but this file's chart 0.2.7 reads ray-vllm and model: nothing would be deployed. Migrate the file.",
};

it.each(registry)('$id speaks plainly', ({ id, examples }) => {
  const [first] = examples.bad;
  const found = judge(first?.text ?? '').findings.find(({ rule }) => rule === id);
  expect(found?.message).toBe(messages[id]);
});

it('has no message for a rule that is gone', () => {
  expect(Object.keys(messages)).toEqual(registry.map(({ id }) => id));
});
