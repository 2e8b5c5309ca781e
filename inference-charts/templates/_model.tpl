{{/* Text as it is, all else as JSON, which prints 1048576 where Go would print 1.048576e+06. */}}
{{- define "inference.text" -}}
{{- if kindIs "string" . }}{{ . }}{{ else }}{{ toJson . }}{{ end -}}
{{- end -}}

{{/* A whole number of the values, with what stands for it when it is left out. */}}
{{- define "inference.count" -}}
{{- $value := index . 0 -}}
{{- if kindIs "invalid" $value }}{{ index . 1 }}{{ else }}{{ int64 $value }}{{ end -}}
{{- end -}}

{{/*
The environment of the processes that serve, from (root, "map" or "list"): every model parameter
(maxNumSeqs is MAX_NUM_SEQS), and what the server needs beside them. vLLM has no tokenizer pool since
0.10.0; tokenizers run in the threads of the tokenizers library, which reads RAYON_NUM_THREADS.
*/}}
{{- define "inference.environment" -}}
{{- $root := index . 0 -}}
{{- $form := index . 1 -}}
{{- $environment := dict "VLLM_LOGGING_LEVEL" (($root.Values.vllm).logLevel | default "info" | upper) -}}
{{- range $key, $value := $root.Values.modelParameters -}}
{{- if not (kindIs "invalid" $value) -}}
{{- $_ := set $environment ($key | snakecase | upper) (include "inference.text" $value) -}}
{{- end -}}
{{- end -}}
{{- with $environment.TOKENIZER_POOL_SIZE -}}
{{- $_ := set $environment "RAYON_NUM_THREADS" . -}}
{{- end -}}
{{- if and (include "inference.isRay" $root) (include "inference.isGpu" $root) -}}
{{- /* One router for one replica of the model. */ -}}
{{- $_ := set $environment "RAYLLM_ROUTER_TO_MODEL_REPLICA_RATIO" "1" -}}
{{- /* Without it Ray 2.47 takes the old engine of vLLM, which has no metrics. 0.11.0 has one engine. */ -}}
{{- if include "inference.isVllmBefore" (list $root "0.11.0") -}}
{{- $_ := set $environment "VLLM_USE_V1" "1" -}}
{{- end -}}
{{- end -}}
{{- range $name, $value := $environment }}
{{- if eq $form "map" }}
{{ $name }}: {{ $value | quote }}
{{- else }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Whether the vLLM that Ray installs is older than a version. */}}
{{- define "inference.isVllmBefore" -}}
{{- $version := (index . 0).Values.inference.modelServer.vllmVersion | default "" | toString | regexFind "^[0-9]+(\\.[0-9]+)*" -}}
{{- if and $version (semverCompare (printf "<%s-0" (index . 1)) $version) }}true{{ end -}}
{{- end -}}

{{/*
The arguments of `vllm serve`. Each reads its value from the environment; a switch cannot, and is
written as --switch or --no-switch.
*/}}
{{- define "inference.vllmArguments" -}}
- $(MODEL_ID)
{{- range $key, $value := .Values.modelParameters }}
{{- if and (not (has $key (list "modelId" "numGpus" "tokenizerPoolSize"))) (not (kindIs "invalid" $value)) }}
{{- if kindIs "bool" $value }}
- {{ ternary "--" "--no-" $value }}{{ kebabcase $key }}
{{- else }}
- --{{ kebabcase $key }}=$({{ $key | snakecase | upper }})
{{- end }}
{{- end }}
{{- end }}
{{- range .Values.inference.modelServer.extraArgs }}
- {{ toString . | quote }}
{{- end }}
{{- end -}}

{{/* The Hugging Face token. A public model starts without the Secret. */}}
{{- define "inference.tokenEnvironment" -}}
{{- $token := .Values.inference.huggingFaceToken | default dict -}}
- name: HF_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ $token.secretName | default "hf-token" }}
      key: {{ $token.secretKey | default "token" }}
      optional: true
{{- end -}}
