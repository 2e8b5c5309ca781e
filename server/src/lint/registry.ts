import type { Rule } from './rule.ts';
import { acceleratorInstanceMismatch } from './rules/accelerator-instance-mismatch.ts';
import { acceleratorResourceMismatch } from './rules/accelerator-resource-mismatch.ts';
import { actorsExceedWorkers } from './rules/actors-exceed-workers.ts';
import { autoscalingWithoutRay } from './rules/autoscaling-without-ray.ts';
import { batchedTokensBelowContext } from './rules/batched-tokens-below-context.ts';
import { batchedTokensBelowSequences } from './rules/batched-tokens-below-sequences.ts';
import { bfloat16OnOldGpu } from './rules/bfloat16-on-old-gpu.ts';
import { contextLengthExceedsKvCache } from './rules/context-length-exceeds-kv-cache.ts';
import { contextLengthExceedsModel } from './rules/context-length-exceeds-model.ts';
import { contextLengthMayExceedKvCache } from './rules/context-length-may-exceed-kv-cache.ts';
import { deviceRequestWithoutLimit } from './rules/device-request-without-limit.ts';
import { devicesExceedInstance } from './rules/devices-exceed-instance.ts';
import { devicesLeftIdle } from './rules/devices-left-idle.ts';
import { efaExceedsInstance } from './rules/efa-exceeds-instance.ts';
import { expertParallelWithoutExperts } from './rules/expert-parallel-without-experts.ts';
import { falseReadAsTrue } from './rules/false-read-as-true.ts';
import { flagMisspelt } from './rules/flag-misspelt.ts';
import { fractionalDevice } from './rules/fractional-device.ts';
import { fractionalGpuInstance } from './rules/fractional-gpu-instance.ts';
import { frameworkRendersNothing } from './rules/framework-renders-nothing.ts';
import { frameworkWithoutNeuron } from './rules/framework-without-neuron.ts';
import { gpuImageOnNeuron } from './rules/gpu-image-on-neuron.ts';
import { gpuMemoryUtilizationAsPercentage } from './rules/gpu-memory-utilization-as-percentage.ts';
import { gpuQuantizationOnNeuron } from './rules/gpu-quantization-on-neuron.ts';
import { gpuTagDoubled } from './rules/gpu-tag-doubled.ts';
import { gpuTooOldForVllm } from './rules/gpu-too-old-for-vllm.ts';
import { graphCaptureMayExceedMemory } from './rules/graph-capture-may-exceed-memory.ts';
import { hostMemoryShortForWeights } from './rules/host-memory-short-for-weights.ts';
import { huggingFaceTokenInFile } from './rules/hugging-face-token-in-file.ts';
import { imageLacksRay } from './rules/image-lacks-ray.ts';
import { imageLacksVllm } from './rules/image-lacks-vllm.ts';
import { imageReferenceNotValid } from './rules/image-reference-not-valid.ts';
import { imageTagNotPublished } from './rules/image-tag-not-published.ts';
import { inferentia1CannotServe } from './rules/inferentia1-cannot-serve.ts';
import { instanceTypeMisspelt } from './rules/instance-type-misspelt.ts';
import { instanceWithoutAccelerator } from './rules/instance-without-accelerator.ts';
import { keyNeverRead } from './rules/key-never-read.ts';
import { keyNotRead } from './rules/key-not-read.ts';
import { loraRankNotSupported } from './rules/lora-rank-not-supported.ts';
import { lwsWithoutPipelineSize } from './rules/lws-without-pipeline-size.ts';
import { memoryWithoutUnit } from './rules/memory-without-unit.ts';
import { minActorsExceedMax } from './rules/min-actors-exceed-max.ts';
import { minReplicasExceedMax } from './rules/min-replicas-exceed-max.ts';
import { modelIdIsUrl } from './rules/model-id-is-url.ts';
import { namespaceNotDnsLabel } from './rules/namespace-not-dns-label.ts';
import { neuronCoresSetByHand } from './rules/neuron-cores-set-by-hand.ts';
import { neuronDeviceCountNotPlaceable } from './rules/neuron-device-count-not-placeable.ts';
import { neuronImageNeedsNewerChip } from './rules/neuron-image-needs-newer-chip.ts';
import { neuronImageOnGpu } from './rules/neuron-image-on-gpu.ts';
import { neuronLogicalCoreConfigNotSupported } from './rules/neuron-logical-core-config-not-supported.ts';
import { neuronTensorParallelUndocumented } from './rules/neuron-tensor-parallel-undocumented.ts';
import { neuronVisibleCoresNotContiguous } from './rules/neuron-visible-cores-not-contiguous.ts';
import { neuroncoreOnTrainium2 } from './rules/neuroncore-on-trainium2.ts';
import { nodeSelectorContradictsInstance } from './rules/node-selector-contradicts-instance.ts';
import { numGpusExceedsDevices } from './rules/num-gpus-exceeds-devices.ts';
import { numberPrintedWithExponent } from './rules/number-printed-with-exponent.ts';
import { parameterIsNoVllmFlag } from './rules/parameter-is-no-vllm-flag.ts';
import { parameterNotReadByScript } from './rules/parameter-not-read-by-script.ts';
import { pipelineParallelOnNeuron } from './rules/pipeline-parallel-on-neuron.ts';
import { pythonVersionDiffersFromImage } from './rules/python-version-differs-from-image.ts';
import { quantizationNeedsNewerGpu } from './rules/quantization-needs-newer-gpu.ts';
import { rayVersionDiffersFromImage } from './rules/ray-version-differs-from-image.ts';
import { removedVllmArgument } from './rules/removed-vllm-argument.ts';
import { replicasOutsideRange } from './rules/replicas-outside-range.ts';
import { requestExceedsAllocatable } from './rules/request-exceeds-allocatable.ts';
import { requestExceedsInstance } from './rules/request-exceeds-instance.ts';
import { requestExceedsLimit } from './rules/request-exceeds-limit.ts';
import { requestsDifferFromLimits } from './rules/requests-differ-from-limits.ts';
import { requestsExceedKvCache } from './rules/requests-exceed-kv-cache.ts';
import { resourceNameMisspelt } from './rules/resource-name-misspelt.ts';
import { resourcesOfOtherAccelerator } from './rules/resources-of-other-accelerator.ts';
import { retiredNeuronResource } from './rules/retired-neuron-resource.ts';
import { scriptNeedsOlderVllm } from './rules/script-needs-older-vllm.ts';
import { serviceNameNotDnsLabel } from './rules/service-name-not-dns-label.ts';
import { serviceNameTooLong } from './rules/service-name-too-long.ts';
import { serviceNamedVllm } from './rules/service-named-vllm.ts';
import { switchGivenValue } from './rules/switch-given-value.ts';
import { tensorParallelDoesNotDivideHeads } from './rules/tensor-parallel-does-not-divide-heads.ts';
import { tensorParallelExceedsDevices } from './rules/tensor-parallel-exceeds-devices.ts';
import { tensorParallelExceedsLogicalCores } from './rules/tensor-parallel-exceeds-logical-cores.ts';
import { tensorParallelOnSharedGpu } from './rules/tensor-parallel-on-shared-gpu.ts';
import { tensorParallelSpansWorkers } from './rules/tensor-parallel-spans-workers.ts';
import { versionReadAsNumber } from './rules/version-read-as-number.ts';
import { vllmNeedsOtherRay } from './rules/vllm-needs-other-ray.ts';
import { vllmVersionMissing } from './rules/vllm-version-missing.ts';
import { weightsExceedDeviceMemory } from './rules/weights-exceed-device-memory.ts';
import { wrongDialect } from './rules/wrong-dialect.ts';

/** Every rule, by id. A new rule is its file and its two lines here. */
export const registry: readonly Rule[] = [
  acceleratorInstanceMismatch,
  acceleratorResourceMismatch,
  actorsExceedWorkers,
  autoscalingWithoutRay,
  batchedTokensBelowContext,
  batchedTokensBelowSequences,
  bfloat16OnOldGpu,
  contextLengthExceedsKvCache,
  contextLengthExceedsModel,
  contextLengthMayExceedKvCache,
  deviceRequestWithoutLimit,
  devicesExceedInstance,
  devicesLeftIdle,
  efaExceedsInstance,
  expertParallelWithoutExperts,
  falseReadAsTrue,
  flagMisspelt,
  fractionalDevice,
  fractionalGpuInstance,
  frameworkRendersNothing,
  frameworkWithoutNeuron,
  gpuImageOnNeuron,
  gpuMemoryUtilizationAsPercentage,
  gpuQuantizationOnNeuron,
  gpuTagDoubled,
  gpuTooOldForVllm,
  graphCaptureMayExceedMemory,
  hostMemoryShortForWeights,
  huggingFaceTokenInFile,
  imageLacksRay,
  imageLacksVllm,
  imageReferenceNotValid,
  imageTagNotPublished,
  inferentia1CannotServe,
  instanceTypeMisspelt,
  instanceWithoutAccelerator,
  keyNeverRead,
  keyNotRead,
  loraRankNotSupported,
  lwsWithoutPipelineSize,
  memoryWithoutUnit,
  minActorsExceedMax,
  minReplicasExceedMax,
  modelIdIsUrl,
  namespaceNotDnsLabel,
  neuronCoresSetByHand,
  neuronDeviceCountNotPlaceable,
  neuronImageNeedsNewerChip,
  neuronImageOnGpu,
  neuronLogicalCoreConfigNotSupported,
  neuronTensorParallelUndocumented,
  neuronVisibleCoresNotContiguous,
  neuroncoreOnTrainium2,
  nodeSelectorContradictsInstance,
  numGpusExceedsDevices,
  numberPrintedWithExponent,
  parameterIsNoVllmFlag,
  parameterNotReadByScript,
  pipelineParallelOnNeuron,
  pythonVersionDiffersFromImage,
  quantizationNeedsNewerGpu,
  rayVersionDiffersFromImage,
  removedVllmArgument,
  replicasOutsideRange,
  requestExceedsAllocatable,
  requestExceedsInstance,
  requestExceedsLimit,
  requestsDifferFromLimits,
  requestsExceedKvCache,
  resourceNameMisspelt,
  resourcesOfOtherAccelerator,
  retiredNeuronResource,
  scriptNeedsOlderVllm,
  serviceNameNotDnsLabel,
  serviceNameTooLong,
  serviceNamedVllm,
  switchGivenValue,
  tensorParallelDoesNotDivideHeads,
  tensorParallelExceedsDevices,
  tensorParallelExceedsLogicalCores,
  tensorParallelOnSharedGpu,
  tensorParallelSpansWorkers,
  versionReadAsNumber,
  vllmNeedsOtherRay,
  vllmVersionMissing,
  weightsExceedDeviceMemory,
  wrongDialect,
];

/** Ids that once named a rule and must not name another. */
export const retiredIds: readonly string[] = [];
