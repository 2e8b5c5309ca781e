{{/* requests and limits of the chosen accelerator, as written. */}}
{{- define "inference.writtenResources" -}}
{{- $resources := .Values.inference.modelServer.deployment.resources | default dict -}}
{{- get $resources .Values.inference.accelerator | default dict | toJson -}}
{{- end -}}

{{/*
Name and count of the device that one pod asks for: {"name": …, "count": …}. Where neither requests
nor limits name one, modelParameters.numGpus counts GPUs, and Neuron pods get one device.
*/}}
{{- define "inference.device" -}}
{{- $written := include "inference.writtenResources" . | fromJson -}}
{{- $requests := $written.requests | default dict -}}
{{- $limits := $written.limits | default dict -}}
{{- $names := list "aws.amazon.com/neuron" "aws.amazon.com/neuroncore" -}}
{{- $fallback := 1 -}}
{{- if include "inference.isGpu" . -}}
{{- $names = list "nvidia.com/gpu" -}}
{{- range $name, $_ := merge dict $requests $limits -}}
{{- if or (hasPrefix "nvidia.com/mig-" $name) (eq $name "nvidia.com/gpu.shared") -}}
{{- $names = append $names $name -}}
{{- end -}}
{{- end -}}
{{- $fallback = include "inference.count" (list (.Values.modelParameters).numGpus 1) -}}
{{- end -}}
{{- $device := dict -}}
{{- range $name := $names -}}
{{- $count := get $limits $name | default (get $requests $name) -}}
{{- if and $count (not $device.name) -}}
{{- $_ := set $device "name" $name -}}
{{- $_ := set $device "count" (include "inference.text" $count | int64) -}}
{{- end -}}
{{- end -}}
{{- if not $device.name -}}
{{- $_ := set $device "name" (first $names) -}}
{{- $_ := set $device "count" (int64 $fallback) -}}
{{- end -}}
{{- toJson $device -}}
{{- end -}}

{{/*
Resources of the container that serves. The device stands in requests and limits, as Kubernetes
wants it. Ray sizes its nodes by CPU and memory limits and its autoscaler stops without them, so for
Ray they are never left out.
*/}}
{{- define "inference.resources" -}}
{{- $written := include "inference.writtenResources" . | fromJson -}}
{{- $requests := $written.requests | default dict -}}
{{- $limits := $written.limits | default dict -}}
{{- $device := include "inference.device" . | fromJson -}}
{{- $asked := get $requests $device.name | default $device.count | toString -}}
{{- $limit := get $limits $device.name | default $device.count | toString -}}
{{- if ne $asked $limit -}}
{{- fail (printf "inference.modelServer.deployment.resources.%s asks for %s %s in requests, but allows %s in limits. Kubernetes wants both equal; a number that your file does not set is the chart's default." .Values.inference.accelerator $asked $device.name $limit) -}}
{{- end -}}
{{- $_ := set $requests $device.name $device.count -}}
{{- $_ := set $limits $device.name $device.count -}}
{{- if include "inference.isRay" . -}}
{{- range $name, $least := dict "cpu" "3" "memory" "12Gi" -}}
{{- $known := get $requests $name | default (get $limits $name) | default $least -}}
{{- $_ := set $requests $name $known -}}
{{- $_ := set $limits $name (get $limits $name | default $known) -}}
{{- end -}}
{{- end -}}
{{- include "inference.quantities" (dict "requests" $requests "limits" $limits) -}}
{{- end -}}

{{/* Requests and limits, each quantity as text, so that nothing prints as 1e+06. */}}
{{- define "inference.quantities" -}}
{{- range $kind := list "requests" "limits" }}
{{- with get $ $kind }}
{{ $kind }}:
  {{- range $name, $quantity := . }}
  {{- if not (kindIs "invalid" $quantity) }}
  {{ $name }}: {{ include "inference.text" $quantity | quote }}
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
Neuron cores that one device offers to a process, at the default setting of the chip. From the
architecture pages of the Neuron SDK 2.32: two on Inferentia2 and Trainium, four (eight, joined in
pairs) on Trainium2 and Trainium3.
*/}}
{{- define "inference.neuronCoresPerDevice" -}}
{{- $own := (.Values.inference.rayOptions).neuronCoresPerDevice -}}
{{- $family := .Values.inference.modelServer.deployment.instanceType | default "" | splitList "." | first -}}
{{- $cores := dict "inf1" 4 "inf2" 2 "trn1" 2 "trn1n" 2 "trn2" 4 "trn2u" 4 "trn3" 4 -}}
{{- $own | default (get $cores $family) | default 2 | int64 -}}
{{- end -}}

{{/* Accelerator units that one pod has for the model: GPUs, or Neuron cores. */}}
{{- define "inference.units" -}}
{{- $device := include "inference.device" . | fromJson -}}
{{- if eq $device.name "aws.amazon.com/neuron" -}}
{{- mul $device.count (include "inference.neuronCoresPerDevice" .) -}}
{{- else -}}
{{- int64 $device.count -}}
{{- end -}}
{{- end -}}

{{/* Units that one replica of the model takes: tensor times pipeline parallel size. */}}
{{- define "inference.unitsPerReplica" -}}
{{- $parameters := .Values.modelParameters | default dict -}}
{{- mul (include "inference.count" (list $parameters.tensorParallelSize 1)) (include "inference.count" (list $parameters.pipelineParallelSize 1)) -}}
{{- end -}}

{{/*
The scheduler. Several but not all Neuron devices of a node must be neighbours, which only the
Neuron scheduler extension looks after; on EKS that is a second scheduler called my-scheduler. One
device or all of them need none. Device counts: EC2 instance types.
*/}}
{{- define "inference.scheduler" -}}
{{- $deployment := .Values.inference.modelServer.deployment -}}
{{- if $deployment.schedulerName -}}
schedulerName: {{ $deployment.schedulerName }}
{{- else if not (include "inference.isGpu" .) -}}
{{- $all := get (dict "inf1.6xlarge" 4 "inf1.24xlarge" 16 "inf2.24xlarge" 6 "inf2.48xlarge" 12 "trn1.32xlarge" 16 "trn1n.32xlarge" 16 "trn2.48xlarge" 16 "trn2u.48xlarge" 16) ($deployment.instanceType | default "") -}}
{{- $device := include "inference.device" . | fromJson -}}
{{- if eq $device.name "aws.amazon.com/neuroncore" -}}
{{- $all = mul ($all | default 0) (include "inference.neuronCoresPerDevice" .) -}}
{{- end -}}
{{- if and $all (gt (int64 $device.count) 1) (lt (int64 $device.count) (int64 $all)) -}}
schedulerName: my-scheduler
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Where pods that serve may run: instance type, own selectors, the taint of the accelerator. */}}
{{- define "inference.placement" -}}
{{- $deployment := .Values.inference.modelServer.deployment -}}
{{- $selector := $deployment.nodeSelector | default dict | deepCopy -}}
{{- with $deployment.instanceType -}}
{{- $_ := set $selector "node.kubernetes.io/instance-type" . -}}
{{- end -}}
{{- with include "inference.scheduler" . }}
{{ . }}
{{- end }}
{{- with $selector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
tolerations:
  - key: {{ ternary "nvidia.com/gpu" "aws.amazon.com/neuron" (eq .Values.inference.accelerator "gpu") }}
    operator: Exists
    effect: NoSchedule
  {{- with $deployment.tolerations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
