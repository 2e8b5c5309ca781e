{{/* The namespace of every object. The release's own wins over the default of serviceNamespace. */}}
{{- define "inference.namespace" -}}
{{- $own := .Values.inference.serviceNamespace | default "default" -}}
{{- $release := .Release.Namespace -}}
{{- if or (eq $own $release) (eq $own "default") -}}
{{- $release -}}
{{- else if eq $release "default" -}}
{{- $own -}}
{{- else -}}
{{- fail (printf "inference.serviceNamespace is %q, but the release is installed into %q. Leave serviceNamespace out, or install with --namespace %s." $own $release $own) -}}
{{- end -}}
{{- end -}}

{{/* Labels of every object. */}}
{{- define "inference.labels" -}}
{{ include "inference.podLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/*
Labels of every pod, and what selects them. They stay the same over upgrades of the chart, and Ray
pods keep them: KubeRay renames its clusters, so that its own labels cannot be known here.
*/}}
{{- define "inference.podLabels" -}}
app.kubernetes.io/name: {{ .Values.inference.serviceName }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Refuses values that no template below has a meaning for. */}}
{{- define "inference.check" -}}
{{- $inference := .Values.inference -}}
{{- if not (has $inference.accelerator (list "gpu" "neuron")) -}}
{{- fail (printf "inference.accelerator is %q, but must be gpu or neuron." (toString $inference.accelerator)) -}}
{{- end -}}
{{- if not (has $inference.framework (list "vllm" "rayVllm")) -}}
{{- fail (printf "inference.framework is %q, but must be vllm or rayVllm." (toString $inference.framework)) -}}
{{- end -}}
{{- $longest := ternary 47 63 (eq $inference.framework "rayVllm") -}}
{{- if gt (len $inference.serviceName) $longest -}}
{{- fail (printf "inference.serviceName has %d characters, but framework %s allows %d." (len $inference.serviceName) $inference.framework $longest) -}}
{{- end -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" $inference.serviceName) -}}
{{- fail (printf "inference.serviceName is %q, but must hold small letters, digits and hyphens only, and start and end without a hyphen." $inference.serviceName) -}}
{{- end -}}
{{- if and (eq $inference.framework "rayVllm") (regexMatch "^[0-9]" $inference.serviceName) -}}
{{- fail (printf "inference.serviceName is %q, but the name of a RayService must start with a small letter." $inference.serviceName) -}}
{{- end -}}
{{- if regexMatch "^([0-9]+(e-?[0-9]+)?|0[box][0-9a-f]+)$" $inference.serviceName -}}
{{- fail (printf "inference.serviceName is %q, which YAML reads as a number. Add a letter or a hyphen." $inference.serviceName) -}}
{{- end -}}
{{- end -}}

{{- define "inference.isRay" -}}
{{- if eq .Values.inference.framework "rayVllm" }}true{{ end -}}
{{- end -}}

{{- define "inference.isGpu" -}}
{{- if eq .Values.inference.accelerator "gpu" }}true{{ end -}}
{{- end -}}
