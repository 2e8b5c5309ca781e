{{/*
The image of the container that serves. vllm/vllm-openai:latest, the chart's default, serves
framework vllm on GPUs alone: where it is left in place elsewhere, an image that fits is taken.
*/}}
{{- define "inference.image" -}}
{{- $image := .Values.inference.modelServer.image -}}
{{- $tag := include "inference.text" ($image.tag | default "latest") -}}
{{- $isDefault := and (eq $image.repository "vllm/vllm-openai") (eq $tag "latest") -}}
{{- if not $isDefault -}}
{{- include "inference.reference" (list $image.repository $tag) -}}
{{- else if not (include "inference.isGpu" .) -}}
public.ecr.aws/neuron/pytorch-inference-vllm-neuronx:0.16.0-neuronx-py312-sdk2.30.0-ubuntu24.04
{{- else if include "inference.isRay" . -}}
{{- include "inference.rayImage" (list . "gpu") -}}
{{- else -}}
vllm/vllm-openai:latest
{{- end -}}
{{- end -}}

{{/* The image of the Ray head: on GPUs the small one of the same Ray and Python, else the workers'. */}}
{{- define "inference.headImage" -}}
{{- $image := ((.Values.inference.rayOptions).headGroup).image | default dict -}}
{{- $worker := include "inference.image" . -}}
{{- if $image.repository -}}
{{- include "inference.reference" (list $image.repository (include "inference.text" ($image.tag | default "latest"))) -}}
{{- else if hasPrefix "rayproject/ray:" $worker -}}
{{- regexReplaceAll "-(gpu|cu[0-9]+)$" $worker "-cpu" -}}
{{- else -}}
{{- $worker -}}
{{- end -}}
{{- end -}}

{{- define "inference.rayImage" -}}
{{- $root := index . 0 -}}
{{- $python := include "inference.text" ($root.Values.inference.modelServer.pythonVersion | default "3.12") -}}
{{- $minor := regexFind "^[0-9]+\\.[0-9]+" $python -}}
rayproject/ray:{{ include "inference.rayVersion" $root }}-py{{ $minor | replace "." "" }}-{{ index . 1 }}
{{- end -}}

{{/* A digest is joined with @, a tag with a colon. */}}
{{- define "inference.reference" -}}
{{- $repository := index . 0 -}}
{{- $tag := index . 1 -}}
{{- ternary (printf "%s@%s" $repository $tag) (printf "%s:%s" $repository $tag) (hasPrefix "sha256:" $tag) -}}
{{- end -}}

{{- define "inference.rayVersion" -}}
{{- include "inference.text" ((.Values.inference.rayOptions).rayVersion | default "2.47.0") -}}
{{- end -}}

{{- define "inference.pullPolicy" -}}
{{- ((.Values.global).image).pullPolicy | default "IfNotPresent" -}}
{{- end -}}

{{/* What every pod of the chart states alike. */}}
{{- define "inference.podBasics" -}}
{{- $server := .Values.inference.modelServer -}}
enableServiceLinks: false
{{- with $server.serviceAccountName }}
serviceAccountName: {{ . }}
{{- end }}
{{- with $server.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
terminationGracePeriodSeconds: {{ include "inference.count" (list $server.deployment.terminationGracePeriodSeconds 120) }}
{{- end -}}
