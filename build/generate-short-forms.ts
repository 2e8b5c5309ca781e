export interface Snippet {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

/** Parts of a values file, to be inserted under the key that the description names. */
export const shortForms: readonly (readonly [string, Snippet])[] = [
  [
    'Ray autoscaling',
    {
      prefix: 'autoscaling',
      description: 'Workers and replicas that come and go with the load (inference.rayOptions).',
      body: [
        'autoscaling:',
        '  enabled: true',
        '  upscalingMode: ${1|Default,Aggressive,Conservative|}',
        '  idleTimeoutSeconds: ${2:60}',
        '  actorAutoscaling:',
        '    minActors: ${3:1}',
        '    maxActors: ${4:2}',
        '$0',
      ],
    },
  ],
  [
    'No topology constraints',
    {
      prefix: 'topology-off',
      description: 'Pods may run in any zone (inference.modelServer.deployment).',
      body: [
        'topologySpreadConstraints:',
        '  enabled: false',
        'podAffinity:',
        '  enabled: false',
        '$0',
      ],
    },
  ],
  [
    'GPU resources',
    {
      prefix: 'resources-gpu',
      description: 'CPU, memory and GPUs of one pod (inference.modelServer.deployment).',
      body: [
        'resources:',
        '  gpu:',
        '    requests:',
        '      cpu: ${1:6}',
        '      memory: ${2:24Gi}',
        '      nvidia.com/gpu: ${3:1}',
        '    limits:',
        '      cpu: ${1:6}',
        '      memory: ${2:24Gi}',
        '      nvidia.com/gpu: ${3:1}',
        '$0',
      ],
    },
  ],
  [
    'Neuron resources',
    {
      prefix: 'resources-neuron',
      description: 'CPU, memory and Neuron devices of one pod (inference.modelServer.deployment).',
      body: [
        'resources:',
        '  neuron:',
        '    requests:',
        '      cpu: ${1:24}',
        '      memory: ${2:96Gi}',
        '      aws.amazon.com/neuron: ${3:1}',
        '    limits:',
        '      cpu: ${1:24}',
        '      memory: ${2:96Gi}',
        '      aws.amazon.com/neuron: ${3:1}',
        '$0',
      ],
    },
  ],
  [
    'Ray head',
    {
      prefix: 'head-group',
      description: 'Size and place of the Ray head (inference.rayOptions).',
      body: [
        'headGroup:',
        '  resources:',
        '    requests:',
        '      cpu: ${1:2}',
        '      memory: ${2:8Gi}',
        '  nodeSelector:',
        '    ${3:karpenter.sh/capacity-type}: ${4:on-demand}',
        '$0',
      ],
    },
  ],
  [
    'Hugging Face token',
    {
      prefix: 'hugging-face-token',
      description: 'The Secret with the token of the Hugging Face Hub (inference).',
      body: ['huggingFaceToken:', '  secretName: ${1:hf-token}', '  secretKey: ${2:token}', '$0'],
    },
  ],
  [
    'Prometheus scraping',
    {
      prefix: 'pod-monitor',
      description: 'A PodMonitor for the Prometheus operator (top level).',
      body: [
        'podMonitor:',
        '  enabled: true',
        '  labels:',
        '    release: ${1:kube-prometheus-stack}',
        '$0',
      ],
    },
  ],
];
