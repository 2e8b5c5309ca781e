{{/*
Topology spread constraints and pod affinity, as the values state them. A selector that is missing or
empty is filled with labels of this release's own pods; one that is written stays.

The argument is (root, role). vllm: all of them select the Deployment's pods. Ray head: the first
constraint alone. Ray workers: the first constraint and the affinity look at the head, the other
constraints at the workers.
*/}}
{{- define "inference.topology" -}}
{{- $root := index . 0 -}}
{{- $role := index . 1 -}}
{{- $deployment := $root.Values.inference.modelServer.deployment -}}
{{- $spread := $deployment.topologySpreadConstraints | default dict -}}
{{- $affinity := $deployment.podAffinity | default dict -}}
{{- $constraints := $spread.constraints | default list -}}
{{- if and (eq $role "ray-head") $constraints -}}
{{- $constraints = list (first $constraints) -}}
{{- end -}}
{{- if and (eq (toString $spread.enabled) "true") $constraints }}
topologySpreadConstraints:
  {{- range $index, $constraint := $constraints }}
  {{- $target := $role }}
  {{- if and (eq $role "ray-worker") (eq $index 0) }}{{ $target = "ray-head" }}{{ end }}
  {{- $filled := set (deepCopy $constraint) "labelSelector" (include "inference.selector" (list $root $target $constraint.labelSelector) | fromJson) }}
  {{- toYaml (list $filled) | nindent 2 }}
  {{- end }}
{{- end }}
{{- $preferred := $affinity.preferredDuringSchedulingIgnoredDuringExecution | default list -}}
{{- $required := $affinity.requiredDuringSchedulingIgnoredDuringExecution | default list -}}
{{- if and (eq (toString $affinity.enabled) "true") (or $preferred $required) }}
affinity:
  podAffinity:
    {{- $target := ternary "ray-head" $role (eq $role "ray-worker") }}
    {{- with $preferred }}
    preferredDuringSchedulingIgnoredDuringExecution:
      {{- range . }}
      {{- $term := .podAffinityTerm | default dict | deepCopy }}
      {{- $term = set $term "labelSelector" (include "inference.selector" (list $root $target $term.labelSelector) | fromJson) }}
      {{- toYaml (list (dict "weight" (int64 (.weight | default 100)) "podAffinityTerm" $term)) | nindent 6 }}
      {{- end }}
    {{- end }}
    {{- with $required }}
    requiredDuringSchedulingIgnoredDuringExecution:
      {{- range . }}
      {{- $term := set (deepCopy .) "labelSelector" (include "inference.selector" (list $root $target .labelSelector) | fromJson) }}
      {{- toYaml (list $term) | nindent 6 }}
      {{- end }}
    {{- end }}
{{- end }}
{{- end -}}

{{- define "inference.selector" -}}
{{- $root := index . 0 -}}
{{- $role := index . 1 -}}
{{- $written := index . 2 | default dict -}}
{{- if or $written.matchLabels $written.matchExpressions -}}
{{- toJson $written -}}
{{- else -}}
{{- $labels := include "inference.podLabels" $root | fromYaml -}}
{{- $labels = set $labels "app.kubernetes.io/component" $role -}}
{{- toJson (dict "matchLabels" $labels) -}}
{{- end -}}
{{- end -}}
