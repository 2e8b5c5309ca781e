{{/*
Topology spread constraints and pod affinity. A selector that is written stays; one that is missing or
empty is filled with the labels of this release's own pods. The argument is (root, role).

vllm: all of them select the pods of the Deployment, as the scheduler means them.

Ray: the values ask for workers that share a zone, next to the head if there is room. A spread
constraint cannot say that: the scheduler evens numbers out, and with two workers it would force them
apart. So the head takes the first constraint; on workers a constraint that prefers counts workers, and
one that requires counts the head, which never parts workers, and brings a required affinity between
workers with it.
*/}}
{{- define "inference.topology" -}}
{{- $root := index . 0 -}}
{{- $role := index . 1 -}}
{{- $deployment := $root.Values.inference.modelServer.deployment -}}
{{- $spread := $deployment.topologySpreadConstraints | default dict -}}
{{- $affinity := $deployment.podAffinity | default dict -}}
{{- $constraints := list -}}
{{- if eq (toString $spread.enabled) "true" -}}
{{- $constraints = $spread.constraints | default list -}}
{{- end -}}
{{- if and (eq $role "ray-head") $constraints -}}
{{- $constraints = list (first $constraints) -}}
{{- end -}}
{{- $together := list -}}
{{- with $constraints }}
topologySpreadConstraints:
  {{- range $constraint := . }}
  {{- $target := $role }}
  {{- if include "inference.keepsWorkersTogether" (list $role $constraint) }}
  {{- $target = "ray-head" }}
  {{- $workers := dict "topologyKey" $constraint.topologyKey }}
  {{- $together = append $together (include "inference.selecting" (list $root $role $workers) | fromJson) }}
  {{- end }}
  {{- toYaml (list (include "inference.selecting" (list $root $target $constraint) | fromJson)) | nindent 2 }}
  {{- end }}
{{- end }}
{{- if eq (toString $affinity.enabled) "true" }}
{{- $target := ternary "ray-head" $role (eq $role "ray-worker") }}
{{- $preferred := list }}
{{- range $affinity.preferredDuringSchedulingIgnoredDuringExecution }}
{{- $term := include "inference.selecting" (list $root $target (.podAffinityTerm | default dict)) | fromJson }}
{{- $preferred = append $preferred (dict "weight" (int64 (.weight | default 100)) "podAffinityTerm" $term) }}
{{- end }}
{{- $required := $together }}
{{- range $affinity.requiredDuringSchedulingIgnoredDuringExecution }}
{{- $required = append $required (include "inference.selecting" (list $root $target .) | fromJson) }}
{{- end }}
{{- if or $preferred $required }}
affinity:
  podAffinity:
    {{- with $preferred }}
    preferredDuringSchedulingIgnoredDuringExecution:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with $required }}
    requiredDuringSchedulingIgnoredDuringExecution:
      {{- toYaml . | nindent 6 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A constraint on Ray workers that requires one zone of them, without a selector of its own. */}}
{{- define "inference.keepsWorkersTogether" -}}
{{- $role := index . 0 -}}
{{- $constraint := index . 1 -}}
{{- $written := $constraint.labelSelector | default dict -}}
{{- $isOwn := or $written.matchLabels $written.matchExpressions -}}
{{- $isZone := has $constraint.topologyKey (list "topology.kubernetes.io/zone" "topology.kubernetes.io/region") -}}
{{- if and (eq $role "ray-worker") (eq $constraint.whenUnsatisfiable "DoNotSchedule") $isZone (not $isOwn) }}true{{ end -}}
{{- end -}}

{{/*
A constraint or an affinity term with its selector: as written, or the labels of the pods of one role.
During an upgrade two Ray clusters of one service run side by side; matchLabelKeys compares the label
that KubeRay gives each of them, whatever its value, so that they do not count each other's pods.
*/}}
{{- define "inference.selecting" -}}
{{- $root := index . 0 -}}
{{- $role := index . 1 -}}
{{- $term := deepCopy (index . 2) -}}
{{- $written := $term.labelSelector | default dict -}}
{{- if not (or $written.matchLabels $written.matchExpressions) -}}
{{- $labels := dict "app.kubernetes.io/name" $root.Values.inference.serviceName "app.kubernetes.io/instance" $root.Release.Name "app.kubernetes.io/component" $role -}}
{{- $_ := set $term "labelSelector" (dict "matchLabels" $labels) -}}
{{- if and (hasPrefix "ray-" $role) (not $term.matchLabelKeys) -}}
{{- $_ := set $term "matchLabelKeys" (list "ray.io/cluster") -}}
{{- end -}}
{{- end -}}
{{- toJson $term -}}
{{- end -}}
