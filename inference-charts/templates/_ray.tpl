{{/*
Replicas of the model as {"least": …, "most": …}: the actors of the autoscaler, or else as many as the
workers have room for, and at least minActors.
*/}}
{{- define "inference.modelReplicas" -}}
{{- $autoscaling := (.Values.inference.rayOptions).autoscaling | default dict -}}
{{- $actors := $autoscaling.actorAutoscaling | default dict -}}
{{- $least := include "inference.count" (list $actors.minActors 1) | int64 -}}
{{- $most := include "inference.count" (list $actors.maxActors 1) | int64 -}}
{{- if ne (toString $autoscaling.enabled) "true" -}}
{{- $workers := include "inference.count" (list .Values.inference.modelServer.deployment.replicas 1) | int64 -}}
{{- $units := include "inference.units" . | int64 -}}
{{- $each := include "inference.unitsPerReplica" . | int64 -}}
{{- /* A replica that spans workers takes whole ones; smaller ones share a worker. */ -}}
{{- $room := ternary (mul $workers (div $units $each)) (div (mul $workers $units) $each) (le $each $units) -}}
{{- $least = max $least $room 1 -}}
{{- $most = $least -}}
{{- else if gt $least $most -}}
{{- fail (printf "inference.rayOptions.autoscaling.actorAutoscaling.minActors is %d, above maxActors %d." $least $most) -}}
{{- end -}}
{{- toJson (dict "least" $least "most" $most) -}}
{{- end -}}

{{/*
What Ray installs beside the image's own packages where the model runs on GPUs. ray[llm] names what
Ray's own LLM application imports. vLLM before 0.10.0 does not bound these three; newer releases of
them broke it.
*/}}
{{- define "inference.packages" -}}
{{- $version := include "inference.text" .Values.inference.modelServer.vllmVersion -}}
- ray[llm]=={{ include "inference.rayVersion" . }}
- vllm=={{ $version }}
{{- if include "inference.isVllmBefore" (list . "0.10.0") }}
- transformers<4.54.0
- numpy<2
- openai<2
{{- end }}
{{- end -}}

{{/* The applications that Ray Serve runs. Changing them alone keeps the Ray cluster and its nodes. */}}
{{- define "inference.serveConfig" -}}
{{- $options := .Values.inference.rayOptions | default dict -}}
{{- $isGpu := include "inference.isGpu" . -}}
{{- $replicas := include "inference.modelReplicas" . | fromJson -}}
{{- $sequences := include "inference.count" (list (.Values.modelParameters).maxNumSeqs 256) | int64 -}}
{{- $target := include "inference.count" (list (($options.autoscaling).actorAutoscaling).targetOngoingRequests $sequences) | int64 -}}
proxy_location: EveryNode
applications:
  - name: llm
    route_prefix: /
    import_path: serve_model:{{ ternary "llm" "vllm" (eq .Values.inference.accelerator "gpu") }}
    runtime_env:
      {{- if and $isGpu (ne (toString $options.installPackages) "false") }}
      # The router needs these; vLLM itself is installed where the model runs.
      pip:
        - boto3
        - httpx
        - jsonref
      {{- end }}
      env_vars:
        {{- include "inference.environment" (list . "map") | trim | nindent 8 }}
    args:
      ray_version: {{ include "inference.rayVersion" . | quote }}
      {{- with .Values.inference.modelServer.pythonVersion }}
      python_version: {{ include "inference.text" . | quote }}
      {{- end }}
      min_replicas: {{ $replicas.least }}
      max_replicas: {{ $replicas.most }}
      target_ongoing_requests: {{ $target }}
      max_ongoing_requests: {{ max 20 (mul 2 $sequences) $target }}
      {{- if $isGpu }}
      engine_arguments:
        {{- range $key, $value := .Values.modelParameters }}
        {{- if and (not (has $key (list "modelId" "servedModelName" "numGpus" "tokenizerPoolSize" "maxParallelLoadingWorkers"))) (not (kindIs "invalid" $value)) }}
        - {{ snakecase $key }}
        {{- end }}
        {{- end }}
      engine_kwargs: {{ $options.engineKwargs | default dict | toJson }}
      {{- if ne (toString $options.installPackages) "false" }}
      packages:
        {{- include "inference.packages" . | nindent 8 }}
      {{- end }}
      {{- else }}
      neuron_cores: {{ include "inference.unitsPerReplica" . }}
      vllm_arguments:
        {{- include "inference.vllmArguments" . | nindent 8 }}
      {{- end }}
  - name: metrics
    route_prefix: /metrics
    import_path: serve_model:metrics
{{- end -}}

{{/* The environment of all Ray containers. */}}
{{- define "inference.rayEnvironment" -}}
{{- $observability := (.Values.inference.rayOptions).observability | default dict -}}
- name: PYTHONPATH
  value: /opt/serve
{{- with $observability.rayPrometheusHost }}
- name: RAY_PROMETHEUS_HOST
  value: {{ . | quote }}
{{- end }}
{{- with $observability.rayGrafanaHost }}
- name: RAY_GRAFANA_HOST
  value: {{ . | quote }}
{{- end }}
{{- with $observability.rayGrafanaIframeHost }}
- name: RAY_GRAFANA_IFRAME_HOST
  value: {{ . | quote }}
{{- end }}
{{- if include "inference.installsRay" . }}
- name: PATH
  value: /opt/ray/bin:/opt/conda/bin:/opt/aws/neuron/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
{{- end }}
{{ include "inference.tokenEnvironment" . }}
{{- with .Values.inference.modelServer.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* True where an init container puts Ray beside the vLLM of a Neuron image. */}}
{{- define "inference.installsRay" -}}
{{- if and (not (include "inference.isGpu" .)) (ne (toString (.Values.inference.rayOptions).installPackages) "false") }}true{{ end -}}
{{- end -}}

{{/*
KubeRay's own init container waits with the `ray` command of the image; it is given the environment and
the mounts of the Ray container, so it finds this one.
*/}}
{{- define "inference.rayInstaller" -}}
{{- if include "inference.installsRay" (index . 0) }}
initContainers:
  - name: install-ray
    image: {{ index . 1 | quote }}
    imagePullPolicy: {{ include "inference.pullPolicy" (index . 0) }}
    command:
      - /bin/sh
      - -ec
      # Ray before 2.50 reads descriptors that protobuf 6 and later no longer have.
      - python3 -m venv --system-site-packages /opt/ray && /opt/ray/bin/pip install --no-cache-dir "ray[default,serve]==$RAY_VERSION" "protobuf<6"
    env:
      - name: RAY_VERSION
        value: {{ include "inference.rayVersion" (index . 0) | quote }}
      - name: PATH
        value: /opt/conda/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    resources:
      requests:
        cpu: 500m
        memory: 1Gi
    volumeMounts:
      - name: ray
        mountPath: /opt/ray
{{- end }}
{{- end -}}

{{- define "inference.rayVolumeMounts" -}}
- name: serve-model
  mountPath: /opt/serve
  readOnly: true
- name: ray-logs
  mountPath: /tmp/ray
{{- if include "inference.installsRay" . }}
- name: ray
  mountPath: /opt/ray
{{- end }}
{{- end -}}

{{- define "inference.rayVolumes" -}}
- name: serve-model
  configMap:
    name: {{ .Values.inference.serviceName }}-serve-model
- name: ray-logs
  emptyDir: {}
{{- if include "inference.installsRay" . }}
- name: ray
  emptyDir: {}
{{- end }}
{{- if include "inference.collectsLogs" . }}
- name: fluent-bit
  configMap:
    name: {{ .Values.inference.serviceName }}-fluent-bit
{{- end }}
{{- end -}}

{{- define "inference.collectsLogs" -}}
{{- if ne (toString (.Values.fluentbit).enabled) "false" }}true{{ end -}}
{{- end -}}

{{/* Prints what Ray writes to files on the pod's own log, next to the Ray container. */}}
{{- define "inference.fluentBit" -}}
{{- if include "inference.collectsLogs" . }}
{{- $image := (.Values.fluentbit).image | default dict }}
- name: fluent-bit
  image: {{ include "inference.reference" (list ($image.repository | default "fluent/fluent-bit") (include "inference.text" ($image.tag | default "3.2.2"))) | quote }}
  imagePullPolicy: {{ include "inference.pullPolicy" . }}
  command:
    - /fluent-bit/bin/fluent-bit
  args:
    - --config=/fluent-bit/etc/ray/fluent-bit.yaml
  env:
    - name: POD_NAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
  resources:
    {{- include "inference.quantities" ((.Values.fluentbit).resources | default dict) | trim | default "{}" | nindent 4 }}
  volumeMounts:
    - name: ray-logs
      mountPath: /tmp/ray
      readOnly: true
    - name: fluent-bit
      mountPath: /fluent-bit/etc/ray
      readOnly: true
{{- end }}
{{- end -}}

{{/* The Ray head: GCS and dashboard answer. */}}
{{- define "inference.headProbes" -}}
readinessProbe:
  httpGet:
    path: /api/gcs_healthz
    port: dashboard
  initialDelaySeconds: 10
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 10
livenessProbe:
  httpGet:
    path: /api/gcs_healthz
    port: dashboard
  initialDelaySeconds: 30
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 60
{{- end -}}

{{/* A worker is ready for traffic when its Serve proxy answers, alive while its raylet does. */}}
{{- define "inference.workerProbes" -}}
readinessProbe:
  httpGet:
    path: /-/healthz
    port: serve
  initialDelaySeconds: 10
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 1
livenessProbe:
  httpGet:
    path: /api/local_raylet_healthz
    port: 52365
  initialDelaySeconds: 30
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 60
{{- end -}}

{{/* The head has limits, because Ray counts CPUs and memory by them. */}}
{{- define "inference.headResources" -}}
{{- $written := ((.Values.inference.rayOptions).headGroup).resources | default dict | deepCopy -}}
{{- $requests := $written.requests | default dict -}}
{{- $limits := $written.limits | default dict -}}
{{- range $name, $least := dict "cpu" "2" "memory" "8Gi" -}}
{{- $_ := set $requests $name (get $requests $name | default (get $limits $name) | default $least) -}}
{{- $_ := set $limits $name (get $limits $name | default (get $requests $name)) -}}
{{- end -}}
{{- include "inference.quantities" (dict "requests" $requests "limits" $limits) -}}
{{- end -}}
