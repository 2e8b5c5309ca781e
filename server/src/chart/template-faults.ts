/** What published templates get wrong for some values, as far as their text shows it. */
export interface TemplateFaults {
  /** A RayService names the Service of its head, which KubeRay 1.3 and later refuses. */
  readonly namesHeadService: boolean;
  /** ConfigMaps have no namespace of their own, workloads take theirs from the values. */
  readonly leavesConfigMapsBehind: boolean;
  /** Flags pass through `sh -c` as they are, so the shell splits and unquotes them. */
  readonly splitsFlagsByShell: boolean;
  /** No container mounts memory at /dev/shm. */
  readonly lacksSharedMemory: boolean;
  /** A container always mounts the volume for /dev/shm, but the volume is printed only while sharedMemory is set. */
  readonly losesSharedMemoryVolume: boolean;
  /** extraLabels are printed behind the labels that the selector asks for, and may repeat them. */
  readonly letsExtraLabelsReplaceSelector: boolean;
  /** A number of modelParameters that is not in quotes is printed as text, which it is not: `%!s(float64=8)`. */
  readonly printsNumbersAsText: boolean;
  /** Workloads are rendered, and no probe keeps them from being ready at once. */
  readonly lacksReadinessProbe: boolean;
  /** Topology settings of Ray pods select a cluster by the name of its service. */
  readonly selectsRayClusterByName: boolean;
  /** Preferred pod affinity of the values is rendered as a required one. */
  readonly requiresPodAffinity: boolean;
  /** Ray installs vLLM with nothing beside it pinned. */
  readonly installsVllmUnpinned: boolean;
  /** The tensor parallel size on Neuron is twice the devices, whatever the chip. */
  readonly countsTwoCoresPerDevice: boolean;
  /** Ray workers do not tell Ray how many Neuron cores they have. */
  readonly hidesNeuronCoresFromRay: boolean;
  /** The script takes one rank where the values name no tensor parallel size. */
  readonly takesOneRankByDefault: boolean;
  /** The script turns chunked prefill off. */
  readonly turnsChunkedPrefillOff: boolean;
  /** The line of llama-server gets flags that only vLLM has. */
  readonly givesLlamaServerVllmFlags: boolean;
}

/** Reads the faults out of the templates and scripts. What cannot be seen there counts as none. */
export function faultsOf(templates: readonly string[], scripts: readonly string[]): TemplateFaults {
  const text = [...templates, ...scripts].join('\n---\n');
  const has = (pattern: RegExp) => pattern.test(text);
  const isRay = has(/^kind: RayService\b/m);
  const isDeployment = has(/^kind: Deployment\b/m);
  return {
    namesHeadService: has(/\bheadService:\s*\n\s+metadata:\s*\n\s+name:/),
    leavesConfigMapsBehind: leavesConfigMapsBehind(templates),
    splitsFlagsByShell:
      has(/"(?:\/(?:usr\/)?bin\/)?(?:ba)?sh",\s*"-l?c"/) && has(/printf\s+"--%s %[sv]"/),
    lacksSharedMemory: isDeployment && !has(/\/dev\/shm\b|\bmedium:\s*"?Memory\b/),
    losesSharedMemoryVolume: has(
      /\bif \.Values\.inference\.modelServer\.deployment\.sharedMemory\s*-?\}\}\s*\n\s*- name:/,
    ),
    letsExtraLabelsReplaceSelector: has(
      /^\s+"?app\.kubernetes\.io\/component"?:.*\n(?:\s*(?:\{\{-? (?:if|end)|model\.aibrix).*\n)*\s*\{\{-? include "[\w.-]*extraLabels"/m,
    ),
    printsNumbersAsText: has(/printf\s+"--%s %s"\s+\(\$key\s*\|\s*kebabcase\)\s+\$value\b/),
    lacksReadinessProbe: isDeployment && !has(/\b(?:readiness|startup)Probe\b/),
    selectsRayClusterByName: has(/ray\.io\/cluster:\s*"?\{\{[^}]*\bserviceName\b/),
    requiresPodAffinity:
      has(/\bpodAffinity:\s*\n\s+requiredDuringSchedulingIgnoredDuringExecution:/) &&
      !has(/\bpreferredDuringSchedulingIgnoredDuringExecution\b/),
    installsVllmUnpinned: isRay && has(/\bvllm==\{\{/) && !has(/\btransformers\s*[<=>~!]/),
    countsTwoCoresPerDevice:
      has(/\bmul\s+2\b[^}]*aws\.amazon\.com\/neuron"/) ||
      has(/aws\.amazon\.com\/neuron"\s*(?:\)\s*2\b|\|\s*mul\s+2\b)/),
    hidesNeuronCoresFromRay:
      isRay && !has(/rayStartParams:(?:(?!rayStartParams:)[\s\S])*?neuron_cores/),
    takesOneRankByDefault: has(/\(\s*["']TENSOR_PARALLEL_SIZE["'],\s*["']?1["']?\s*\)/),
    turnsChunkedPrefillOff: has(/\benable_chunked_prefill\s*=\s*False\b/),
    givesLlamaServerVllmFlags: givesLlamaServerVllmFlags(templates),
  };
}

/** One named template makes the flags of all servers, and does not ask whether it is llama-server's turn. */
function givesLlamaServerVllmFlags(templates: readonly string[]): boolean {
  const definitions = templates.flatMap((template) => template.split(/(?=\{\{-?\s*define\b)/));
  return definitions
    .filter((text) => /--tensor-parallel-size %/.test(text) && !/llama/i.test(text))
    .flatMap((text) => /^\{\{-?\s*define\s+"([^"]+)"/.exec(text)?.[1] ?? [])
    .some((name) =>
      templates.some(
        (template) =>
          /\.llamaCpp\.command\b/.test(template) && template.includes(`include "${name}"`),
      ),
    );
}

/** A namespace that an include prints is in sight of nobody, so only plain metadata counts. */
function leavesConfigMapsBehind(templates: readonly string[]): boolean {
  const documents = templates.flatMap((template) => template.split(/^---\s*$/m));
  const isBare = (document: string) =>
    /^kind: ConfigMap\b/m.test(document) &&
    /^metadata:\s*\n(?:\s+(?!namespace\b|\{\{)\S.*\n)+(?=\S)/m.test(document);
  return (
    documents.some((document) => /^\s+namespace:.*\bserviceNamespace\b/m.test(document)) &&
    documents.some(isBare)
  );
}
