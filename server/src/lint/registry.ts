// Written by npm run generate from the files of lint/rules.
import type { Rule } from './rule.ts';
import { acceleratorInstanceMismatch } from './rules/accelerator-instance-mismatch.ts';
import { acceleratorResourceMismatch } from './rules/accelerator-resource-mismatch.ts';
import { actorsExceedWorkers } from './rules/actors-exceed-workers.ts';
import { affinityRenderedAsRequired } from './rules/affinity-rendered-as-required.ts';
import { argumentSplitByShell } from './rules/argument-split-by-shell.ts';
import { attentionBackendNeedsNewerGpu } from './rules/attention-backend-needs-newer-gpu.ts';
import { autoscalingBlindOnNeuron } from './rules/autoscaling-blind-on-neuron.ts';
import { autoscalingWithoutCpu } from './rules/autoscaling-without-cpu.ts';
import { autoscalingWithoutRay } from './rules/autoscaling-without-ray.ts';
import { autoscalingWithoutWorkers } from './rules/autoscaling-without-workers.ts';
import { batchedTokensBelowContext } from './rules/batched-tokens-below-context.ts';
import { batchedTokensBelowContextInScript } from './rules/batched-tokens-below-context-in-script.ts';
import { batchedTokensBelowSequences } from './rules/batched-tokens-below-sequences.ts';
import { batchedTokensNeverUsed } from './rules/batched-tokens-never-used.ts';
import { bfloat16OnOldGpu } from './rules/bfloat16-on-old-gpu.ts';
import { choiceNotInVersion } from './rules/choice-not-in-version.ts';
import { configMapsStayBehind } from './rules/config-maps-stay-behind.ts';
import { contextLengthExceedsKvCache } from './rules/context-length-exceeds-kv-cache.ts';
import { contextLengthExceedsModel } from './rules/context-length-exceeds-model.ts';
import { contextLengthMayExceedKvCache } from './rules/context-length-may-exceed-kv-cache.ts';
import { cpuKvCacheExceedsMemory } from './rules/cpu-kv-cache-exceeds-memory.ts';
import { dataParallelLocalExceedsSize } from './rules/data-parallel-local-exceeds-size.ts';
import { decodeContextParallelDoesNotDivide } from './rules/decode-context-parallel-does-not-divide.ts';
import { deviceImageOnGraviton } from './rules/device-image-on-graviton.ts';
import { deviceRequestWithoutLimit } from './rules/device-request-without-limit.ts';
import { devicesExceedInstance } from './rules/devices-exceed-instance.ts';
import { devicesLeftIdle } from './rules/devices-left-idle.ts';
import { efaExceedsInstance } from './rules/efa-exceeds-instance.ts';
import { engineChoiceWithoutEffect } from './rules/engine-choice-without-effect.ts';
import { engineNeedsNewerGpu } from './rules/engine-needs-newer-gpu.ts';
import { ephemeralStorageShortForWeights } from './rules/ephemeral-storage-short-for-weights.ts';
import { executorChoiceOnNeuron } from './rules/executor-choice-on-neuron.ts';
import { expertBalancingWithoutParallel } from './rules/expert-balancing-without-parallel.ts';
import { expertParallelWithoutExperts } from './rules/expert-parallel-without-experts.ts';
import { extraArgumentWithSpace } from './rules/extra-argument-with-space.ts';
import { extraLabelReplacesSelector } from './rules/extra-label-replaces-selector.ts';
import { falseReadAsTrue } from './rules/false-read-as-true.ts';
import { flagMisspelt } from './rules/flag-misspelt.ts';
import { flagNeedsNewerVllm } from './rules/flag-needs-newer-vllm.ts';
import { flagUnknownToVllm } from './rules/flag-unknown-to-vllm.ts';
import { flagWithoutValue } from './rules/flag-without-value.ts';
import { fractionalDevice } from './rules/fractional-device.ts';
import { fractionalGpuInstance } from './rules/fractional-gpu-instance.ts';
import { frameworkRendersNothing } from './rules/framework-renders-nothing.ts';
import { frameworkWithoutGraviton } from './rules/framework-without-graviton.ts';
import { frameworkWithoutNeuron } from './rules/framework-without-neuron.ts';
import { gpuImageOnNeuron } from './rules/gpu-image-on-neuron.ts';
import { gpuMemoryUtilizationAsPercentage } from './rules/gpu-memory-utilization-as-percentage.ts';
import { gpuNeedsNewerVllm } from './rules/gpu-needs-newer-vllm.ts';
import { gpuQuantizationOnNeuron } from './rules/gpu-quantization-on-neuron.ts';
import { gpuTagDoubled } from './rules/gpu-tag-doubled.ts';
import { gpuTooOldForVllm } from './rules/gpu-too-old-for-vllm.ts';
import { graphCaptureMayExceedMemory } from './rules/graph-capture-may-exceed-memory.ts';
import { headServiceNamed } from './rules/head-service-named.ts';
import { hostMemoryShortForWeights } from './rules/host-memory-short-for-weights.ts';
import { huggingFaceTokenInFile } from './rules/hugging-face-token-in-file.ts';
import { imageForOtherArchitecture } from './rules/image-for-other-architecture.ts';
import { imageLacksLlamaServer } from './rules/image-lacks-llama-server.ts';
import { imageLacksRay } from './rules/image-lacks-ray.ts';
import { imageLacksVllm } from './rules/image-lacks-vllm.ts';
import { imageReferenceNotValid } from './rules/image-reference-not-valid.ts';
import { imageTagNotPublished } from './rules/image-tag-not-published.ts';
import { inferentia1CannotServe } from './rules/inferentia1-cannot-serve.ts';
import { instanceTypeMisspelt } from './rules/instance-type-misspelt.ts';
import { instanceWithoutAccelerator } from './rules/instance-without-accelerator.ts';
import { jsonArgumentNotValid } from './rules/json-argument-not-valid.ts';
import { keyNeverRead } from './rules/key-never-read.ts';
import { keyNotRead } from './rules/key-not-read.ts';
import { layerPartitionDoesNotAddUp } from './rules/layer-partition-does-not-add-up.ts';
import { llamaServerNotOnPath } from './rules/llama-server-not-on-path.ts';
import { logicalCoreConfigsDiffer } from './rules/logical-core-configs-differ.ts';
import { loraRankNotSupported } from './rules/lora-rank-not-supported.ts';
import { lwsWithoutPipelineSize } from './rules/lws-without-pipeline-size.ts';
import { memoryShareOnSharedGpu } from './rules/memory-share-on-shared-gpu.ts';
import { memoryWithoutUnit } from './rules/memory-without-unit.ts';
import { migProfileNotOnGpu } from './rules/mig-profile-not-on-gpu.ts';
import { minActorsExceedMax } from './rules/min-actors-exceed-max.ts';
import { minReplicasExceedMax } from './rules/min-replicas-exceed-max.ts';
import { modelGoneFromVllm } from './rules/model-gone-from-vllm.ts';
import { modelIdIsUrl } from './rules/model-id-is-url.ts';
import { modelNewerThanVllm } from './rules/model-newer-than-vllm.ts';
import { namespaceNotDnsLabel } from './rules/namespace-not-dns-label.ts';
import { neuronBucketsDoNotFit } from './rules/neuron-buckets-do-not-fit.ts';
import { neuronCoresSetByHand } from './rules/neuron-cores-set-by-hand.ts';
import { neuronDeviceCountNotPlaceable } from './rules/neuron-device-count-not-placeable.ts';
import { neuronDeviceCountNotPowerOfTwo } from './rules/neuron-device-count-not-power-of-two.ts';
import { neuronExpertDegreeDoesNotFit } from './rules/neuron-expert-degree-does-not-fit.ts';
import { neuronImageNeedsNewerChip } from './rules/neuron-image-needs-newer-chip.ts';
import { neuronImageOnGpu } from './rules/neuron-image-on-gpu.ts';
import { neuronKvBlocksTooFew } from './rules/neuron-kv-blocks-too-few.ts';
import { neuronLogicalCoreConfigNotSupported } from './rules/neuron-logical-core-config-not-supported.ts';
import { neuronParallelDegreeDoesNotDivide } from './rules/neuron-parallel-degree-does-not-divide.ts';
import { neuronPrefixCachingIncomplete } from './rules/neuron-prefix-caching-incomplete.ts';
import { neuronSchedulerSwitchedOff } from './rules/neuron-scheduler-switched-off.ts';
import { neuronShapesNotSet } from './rules/neuron-shapes-not-set.ts';
import { neuronTensorParallelUndocumented } from './rules/neuron-tensor-parallel-undocumented.ts';
import { neuronVisibleCoresNotContiguous } from './rules/neuron-visible-cores-not-contiguous.ts';
import { neuroncoreOnTrainium2 } from './rules/neuroncore-on-trainium2.ts';
import { nimCacheOfAnotherName } from './rules/nim-cache-of-another-name.ts';
import { nimServiceWithoutGpu } from './rules/nim-service-without-gpu.ts';
import { nodeLabelMisspelt } from './rules/node-label-misspelt.ts';
import { nodeSelectorContradictsInstance } from './rules/node-selector-contradicts-instance.ts';
import { nodeSelectorOfOtherAccelerator } from './rules/node-selector-of-other-accelerator.ts';
import { numGpusExceedsDevices } from './rules/num-gpus-exceeds-devices.ts';
import { numberPrintedAsText } from './rules/number-printed-as-text.ts';
import { numberPrintedWithExponent } from './rules/number-printed-with-exponent.ts';
import { optimumNeuronLacksFeature } from './rules/optimum-neuron-lacks-feature.ts';
import { parameterIsNoLlamaServerFlag } from './rules/parameter-is-no-llama-server-flag.ts';
import { parameterIsNoVllmFlag } from './rules/parameter-is-no-vllm-flag.ts';
import { parameterNotReadByScript } from './rules/parameter-not-read-by-script.ts';
import { parserNotInVersion } from './rules/parser-not-in-version.ts';
import { pipelineParallelOnNeuron } from './rules/pipeline-parallel-on-neuron.ts';
import { pipelineStagesExceedLayers } from './rules/pipeline-stages-exceed-layers.ts';
import { prefillThresholdExceedsContext } from './rules/prefill-threshold-exceeds-context.ts';
import { probeEndsLoading } from './rules/probe-ends-loading.ts';
import { pythonVersionDiffersFromImage } from './rules/python-version-differs-from-image.ts';
import { quantizationNeedsNewerGpu } from './rules/quantization-needs-newer-gpu.ts';
import { quantizationSetOnNeuron } from './rules/quantization-set-on-neuron.ts';
import { rayVersionDiffersFromImage } from './rules/ray-version-differs-from-image.ts';
import { readinessNotProbed } from './rules/readiness-not-probed.ts';
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
import { serviceNameReadAsVariable } from './rules/service-name-read-as-variable.ts';
import { serviceNameTooLong } from './rules/service-name-too-long.ts';
import { serviceNamedVllm } from './rules/service-named-vllm.ts';
import { sharedGpuCountedTwice } from './rules/shared-gpu-counted-twice.ts';
import { sharedMemoryNotMounted } from './rules/shared-memory-not-mounted.ts';
import { sharedMemoryVolumeMissing } from './rules/shared-memory-volume-missing.ts';
import { startupBudgetShortForCompile } from './rules/startup-budget-short-for-compile.ts';
import { swapSpaceWithoutEffect } from './rules/swap-space-without-effect.ts';
import { switchGivenValue } from './rules/switch-given-value.ts';
import { tensorParallelDoesNotDivideFeedForward } from './rules/tensor-parallel-does-not-divide-feed-forward.ts';
import { tensorParallelDoesNotDivideHeads } from './rules/tensor-parallel-does-not-divide-heads.ts';
import { tensorParallelDoesNotDivideVocabulary } from './rules/tensor-parallel-does-not-divide-vocabulary.ts';
import { tensorParallelExceedsDevices } from './rules/tensor-parallel-exceeds-devices.ts';
import { tensorParallelExceedsLogicalCores } from './rules/tensor-parallel-exceeds-logical-cores.ts';
import { tensorParallelOnSharedGpu } from './rules/tensor-parallel-on-shared-gpu.ts';
import { tensorParallelSizeMissing } from './rules/tensor-parallel-size-missing.ts';
import { tensorParallelSpansWorkers } from './rules/tensor-parallel-spans-workers.ts';
import { tolerationNotValid } from './rules/toleration-not-valid.ts';
import { toolChoiceWithoutParser } from './rules/tool-choice-without-parser.ts';
import { topologyMatchesNoPod } from './rules/topology-matches-no-pod.ts';
import { variableNotReadByVllm } from './rules/variable-not-read-by-vllm.ts';
import { variableValueNotValid } from './rules/variable-value-not-valid.ts';
import { versionReadAsNumber } from './rules/version-read-as-number.ts';
import { vllmFlagGivenToLlamaServer } from './rules/vllm-flag-given-to-llama-server.ts';
import { vllmInstalledWithoutPins } from './rules/vllm-installed-without-pins.ts';
import { vllmNeedsOtherRay } from './rules/vllm-needs-other-ray.ts';
import { vllmVersionMissing } from './rules/vllm-version-missing.ts';
import { weightsExceedDeviceMemory } from './rules/weights-exceed-device-memory.ts';
import { wrongDialect } from './rules/wrong-dialect.ts';

/** Every rule, by id. */
export const registry: readonly Rule[] = [
  acceleratorInstanceMismatch,
  acceleratorResourceMismatch,
  actorsExceedWorkers,
  affinityRenderedAsRequired,
  argumentSplitByShell,
  attentionBackendNeedsNewerGpu,
  autoscalingBlindOnNeuron,
  autoscalingWithoutCpu,
  autoscalingWithoutRay,
  autoscalingWithoutWorkers,
  batchedTokensBelowContext,
  batchedTokensBelowContextInScript,
  batchedTokensBelowSequences,
  batchedTokensNeverUsed,
  bfloat16OnOldGpu,
  choiceNotInVersion,
  configMapsStayBehind,
  contextLengthExceedsKvCache,
  contextLengthExceedsModel,
  contextLengthMayExceedKvCache,
  cpuKvCacheExceedsMemory,
  dataParallelLocalExceedsSize,
  decodeContextParallelDoesNotDivide,
  deviceImageOnGraviton,
  deviceRequestWithoutLimit,
  devicesExceedInstance,
  devicesLeftIdle,
  efaExceedsInstance,
  engineChoiceWithoutEffect,
  engineNeedsNewerGpu,
  ephemeralStorageShortForWeights,
  executorChoiceOnNeuron,
  expertBalancingWithoutParallel,
  expertParallelWithoutExperts,
  extraArgumentWithSpace,
  extraLabelReplacesSelector,
  falseReadAsTrue,
  flagMisspelt,
  flagNeedsNewerVllm,
  flagUnknownToVllm,
  flagWithoutValue,
  fractionalDevice,
  fractionalGpuInstance,
  frameworkRendersNothing,
  frameworkWithoutGraviton,
  frameworkWithoutNeuron,
  gpuImageOnNeuron,
  gpuMemoryUtilizationAsPercentage,
  gpuNeedsNewerVllm,
  gpuQuantizationOnNeuron,
  gpuTagDoubled,
  gpuTooOldForVllm,
  graphCaptureMayExceedMemory,
  headServiceNamed,
  hostMemoryShortForWeights,
  huggingFaceTokenInFile,
  imageForOtherArchitecture,
  imageLacksLlamaServer,
  imageLacksRay,
  imageLacksVllm,
  imageReferenceNotValid,
  imageTagNotPublished,
  inferentia1CannotServe,
  instanceTypeMisspelt,
  instanceWithoutAccelerator,
  jsonArgumentNotValid,
  keyNeverRead,
  keyNotRead,
  layerPartitionDoesNotAddUp,
  llamaServerNotOnPath,
  logicalCoreConfigsDiffer,
  loraRankNotSupported,
  lwsWithoutPipelineSize,
  memoryShareOnSharedGpu,
  memoryWithoutUnit,
  migProfileNotOnGpu,
  minActorsExceedMax,
  minReplicasExceedMax,
  modelGoneFromVllm,
  modelIdIsUrl,
  modelNewerThanVllm,
  namespaceNotDnsLabel,
  neuronBucketsDoNotFit,
  neuronCoresSetByHand,
  neuronDeviceCountNotPlaceable,
  neuronDeviceCountNotPowerOfTwo,
  neuronExpertDegreeDoesNotFit,
  neuronImageNeedsNewerChip,
  neuronImageOnGpu,
  neuronKvBlocksTooFew,
  neuronLogicalCoreConfigNotSupported,
  neuronParallelDegreeDoesNotDivide,
  neuronPrefixCachingIncomplete,
  neuronSchedulerSwitchedOff,
  neuronShapesNotSet,
  neuronTensorParallelUndocumented,
  neuronVisibleCoresNotContiguous,
  neuroncoreOnTrainium2,
  nimCacheOfAnotherName,
  nimServiceWithoutGpu,
  nodeLabelMisspelt,
  nodeSelectorContradictsInstance,
  nodeSelectorOfOtherAccelerator,
  numGpusExceedsDevices,
  numberPrintedAsText,
  numberPrintedWithExponent,
  optimumNeuronLacksFeature,
  parameterIsNoLlamaServerFlag,
  parameterIsNoVllmFlag,
  parameterNotReadByScript,
  parserNotInVersion,
  pipelineParallelOnNeuron,
  pipelineStagesExceedLayers,
  prefillThresholdExceedsContext,
  probeEndsLoading,
  pythonVersionDiffersFromImage,
  quantizationNeedsNewerGpu,
  quantizationSetOnNeuron,
  rayVersionDiffersFromImage,
  readinessNotProbed,
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
  serviceNameReadAsVariable,
  serviceNameTooLong,
  serviceNamedVllm,
  sharedGpuCountedTwice,
  sharedMemoryNotMounted,
  sharedMemoryVolumeMissing,
  startupBudgetShortForCompile,
  swapSpaceWithoutEffect,
  switchGivenValue,
  tensorParallelDoesNotDivideFeedForward,
  tensorParallelDoesNotDivideHeads,
  tensorParallelDoesNotDivideVocabulary,
  tensorParallelExceedsDevices,
  tensorParallelExceedsLogicalCores,
  tensorParallelOnSharedGpu,
  tensorParallelSizeMissing,
  tensorParallelSpansWorkers,
  tolerationNotValid,
  toolChoiceWithoutParser,
  topologyMatchesNoPod,
  variableNotReadByVllm,
  variableValueNotValid,
  versionReadAsNumber,
  vllmFlagGivenToLlamaServer,
  vllmInstalledWithoutPins,
  vllmNeedsOtherRay,
  vllmVersionMissing,
  weightsExceedDeviceMemory,
  wrongDialect,
];
