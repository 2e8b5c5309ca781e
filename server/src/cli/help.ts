/** The text of --help. */
export const help = `Checks and renders values files of the AI on EKS inference chart.

Usage:
  inference-charts check  [--chart PATH] [--after FILE]... [--format text|json|sarif|github] FILE|DIR...
  inference-charts render [--chart PATH] [--release NAME] [--namespace NS] -f FILE...
  inference-charts fit    [--chart PATH] -f FILE... [what if]
  inference-charts fit    --model ID --gpu NAME|--instance TYPE [what if]
  inference-charts chart pull [--version V] [--repo URL] [--destination DIR] [--untar] [--format text|json]
  inference-charts presets list [--chart PATH] [--dialect 0.1|0.2] [--format text|json]
  inference-charts presets show NAME [--chart PATH] [--dialect 0.1|0.2]
  inference-charts plan   [options of render] [--context C] [--kubeconfig F] [--format text|json] -f FILE...
  inference-charts deploy [options of plan] [--yes] [--confirm-context C] -f FILE...
  inference-charts status    [-f FILE...|RELEASE] [-n NS] [--context C] [--kubeconfig F] [--format text|json]
  inference-charts rollback  -f FILE...|RELEASE [REVISION] [options of status] [--yes] [--confirm-context C]
  inference-charts uninstall -f FILE...|RELEASE [options of rollback] [--keep-history] [--cascade C]
  inference-charts unlock    -f FILE...|RELEASE [options of rollback]
  inference-charts --stdio        the language server, for editors
  inference-charts --version
  inference-charts --help

check reports what will not start, schedule or fit. In folders it finds the values files of the chart by itself.
A named file that evidently is something else, such as a manifest or another chart's values, is told in one sentence and not checked; in json it has no chart and no diagnostics, and "skipped" says why.
In the values of a chart that depends on the inference chart, what stands below its name or alias is checked.
  --chart PATH     The chart to judge by, a folder or a .tgz, or box for the one that comes with this program; instead of
                   the file's modeline, the chart nearby, the newest in Helm's cache that fits, or the one in the box.
  --after FILE     A values file that Helm reads before the checked ones; may be repeated.
  --format FORMAT  text (default), json, sarif for code scanning, github for annotations in GitHub Actions.
  Ends with 0 when there are no errors, 1 when there are, 2 when something cannot be read.

render prints what helm template prints, without helm.
  -f, --file FILE      A values file; may be repeated, later ones win.
  --release NAME       The release; else the modeline's, else inference.serviceName.
  -n, --namespace NS   Its namespace; else the modeline's, else inference.serviceNamespace.

fit estimates whether the model fits into the memory of its devices, and how much KV cache it gets.
  --model ID           A Hugging Face id, a config.json, or a folder with one; else the modeline's model-config, else what the files serve.
  --gpu NAME           Such as A10G, L40S, H100, RTX 4090.
  --instance TYPE      An EC2 instance type.
  --gpus N, --tp N, --pp N, --gpu-memory-utilization X, --max-model-len N, --max-num-seqs N,
  --max-num-batched-tokens N, --dtype D, --kv-cache-dtype D, --quantization Q, --vllm-version V,
  --enforce-eager      What if: they win over the files; what nobody says is vLLM's default.
  --format FORMAT      text (default) or json.
  Ends with 0 when it fits, is tight or cannot be known, 1 when it does not fit, 2 when something cannot be read.

chart pull fetches a release of the chart as helm pull does; no other command goes to the network without a cluster.
  --version V          A version, or a range such as ^0.2; else the newest that is no pre-release.
  --repo URL           https://, http:// or oci://; else INFERENCE_CHARTS_REPOSITORY, else where the chart is published. It is named before it is asked.
  --destination DIR    Made when it is not there; else Helm's own cache, where values files anywhere find it.
  --untar              As a folder inside of DIR, else of the current one.
  --format FORMAT      text (default) or json.
  Proxies are those of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. The digest and what is in the archive are checked before it is kept.
  Ends with 0 when it is there, 1 when the repository or what it sent is not right, 2 when nothing could be reached or written.

presets lists ready values files, or prints one: for a model on an instance type, in the words of the chart at hand.
  --chart PATH         As for check; else the chart that a values file in this folder would have.
  --dialect 0.1|0.2    In the words of this generation of the chart, whatever chart is at hand.
  Ends with 0, 1 when there is no such preset, 2 when the chart cannot be read.

plan shows what deploying would create, change and delete, and what stands in the way. It writes nothing.
  --context C          The context of the kubeconfig; else the current one.
  --kubeconfig F       The kubeconfig; else KUBECONFIG, else ~/.kube/config, as kubectl has it.
  --allow-exec COMMAND The kubeconfig may sign in by running this command, which is not one of the known ones (aws, gke-gcloud-auth-plugin, kubelogin, …); may be repeated.
  --format FORMAT      text (default) or json.

deploy shows the plan, asks once, applies exactly that, and follows the rollout until it serves.
  -y, --yes            Deploy without being asked.
  --confirm-context C  The context that must be the one deployed to. For a protected context --yes alone is not enough.
  Protected are the contexts that match a glob of INFERENCE_CHARTS_PROTECTED_CONTEXTS (commas between; "*prod*" when not set).
  Never written to are those of INFERENCE_CHARTS_READ_ONLY_CONTEXTS.
  Ends with 0 when it serves, 1 when it does not, 2 when nothing could be read or asked.

status shows the releases of inference charts and whether they serve; of one release also its revisions, pods and causes.
  RELEASE              A release in the namespace of -n, else of the context; -f names the one that deploy makes of the file.
  Ends with 0 when all of it serves, 1 when something does not, 2 when nothing could be read.

rollback brings an earlier revision back, planned, asked and followed as deploy is. Without REVISION, the last that was deployed before.

uninstall deletes what the release made, in the order of helm, and says what stays: kept objects, those of others, the namespace.
  --keep-history       The record stays, so that a rollback can bring the release back.
  --cascade C          background (default), foreground or orphan, as helm uninstall has it.

unlock marks a revision as failed whose operation was interrupted before it could say how it ended.
`;
