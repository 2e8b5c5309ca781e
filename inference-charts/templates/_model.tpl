{{/* Text as it is, all else as JSON, which prints 1048576 where Go would print 1.048576e+06. */}}
{{- define "inference.text" -}}
{{- if kindIs "string" . }}{{ . }}{{ else }}{{ toJson . }}{{ end -}}
{{- end -}}

{{/* A whole number of the values, with what stands for it when it is left out. */}}
{{- define "inference.count" -}}
{{- $value := index . 0 -}}
{{- if kindIs "invalid" $value }}{{ index . 1 }}{{ else }}{{ int64 $value }}{{ end -}}
{{- end -}}

{{/* modelParameters as a map of environment variables: maxNumSeqs is MAX_NUM_SEQS. */}}
{{- define "inference.modelEnvironment" -}}
{{- range $key, $value := .Values.modelParameters }}
{{- if not (kindIs "invalid" $value) }}
{{ $key | snakecase | upper }}: {{ include "inference.text" $value | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
What the server needs beside the model parameters. vLLM has no tokenizer pool since 0.10.0;
tokenizers run in the threads of the tokenizers library, which reads RAYON_NUM_THREADS.
*/}}
{{- define "inference.serverEnvironment" -}}
VLLM_LOGGING_LEVEL: {{ (.Values.vllm).logLevel | default "info" | upper | quote }}
{{- with (.Values.modelParameters).tokenizerPoolSize }}
RAYON_NUM_THREADS: {{ include "inference.text" . | quote }}
{{- end }}
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

{{/* A list of environment variables out of a map. */}}
{{- define "inference.environmentList" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}
