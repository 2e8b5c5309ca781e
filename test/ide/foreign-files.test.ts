import { describe, expect, test } from 'vitest';
import { describeForeign, isInferenceValues } from '../../server/src/ide/detect.ts';

const ours = 'inference:\n  framework: vllm\n';

describe('what a file evidently is instead', () => {
  test.each([
    ['apiVersion: v1\nkind: Pod\n', 'is a Kubernetes manifest (kind: Pod)'],
    ['apiVersion: v1\nkind: List\nitems: []\n', 'is a Kubernetes manifest (kind: List)'],
    ['# a\n---\n# b\n---\napiVersion: v1\nkind: Pod\n', 'is a Kubernetes manifest (kind: Pod)'],
    [
      'apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Service\n',
      'is a Kubernetes manifest (kind: Pod)',
    ],
    ['apiVersion: v1\nkind: Pod\nspec: "\n', 'is a Kubernetes manifest (kind: Pod)'],
    [
      `apiVersion: x/v1\nkind: HelmRelease\nspec:\n  values:\n    ${ours}`,
      'is a Kubernetes manifest (kind: HelmRelease)',
    ],
    ['apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n', 'is an Argo CD application'],
    ['apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n', 'is a kustomization'],
    ['resources:\n  - pod.yaml\n', 'is a kustomization'],
    ['apiVersion: v2\nname: inference-charts\nversion: 0.2.7\n', 'describes a Helm chart'],
    ['apiVersion: v1\nentries: {}\n', 'is the index of a Helm repository'],
    [
      'dependencies:\n  - name: a\n    repository: https://a.example\n',
      'lists dependencies of a Helm chart',
    ],
    ['releases:\n  - name: a\n    chart: a/b\n', 'is a helmfile'],
    ['suite: a\ntemplates: [a.yaml]\ntests: []\n', 'holds tests of a Helm chart'],
    ['services:\n  a:\n    image: b\n', 'is a Docker Compose file'],
    ['name: a\non: push\njobs:\n  b: {}\n', 'is a GitHub workflow'],
    ['name: a\nruns:\n  using: composite\n', 'is a GitHub action'],
    ['name: a\nbody:\n  - type: input\n', 'is a GitHub issue form'],
    [
      'name: a\nmodel: b/c\nmodelParameters:\n  temperature: 0.5\n  maxTokens: 100\nmessages:\n  - role: user\n    content: |\n      {{input}}\n',
      'is a prompt file',
    ],
    [
      'model: b/c\nmodelParameters: {temperature: 1}\ntestData:\n  - input: a\n',
      'is a prompt file',
    ],
    ['version: 2\nupdates:\n  - package-ecosystem: npm\n', 'is a Dependabot configuration'],
    ['repos:\n  - repo: local\n    hooks: []\n', 'is a pre-commit configuration'],
    ['stages: [build]\nbuild:\n  script: make\n', 'is a GitLab CI pipeline'],
    ['trigger: [main]\nsteps:\n  - script: make\n', 'is an Azure pipeline'],
    ['version: 2.1\njobs:\n  a: {}\n', 'is a CircleCI pipeline'],
    ['version: 0.2\nphases:\n  build: {}\n', 'is an AWS CodeBuild specification'],
    ["AWSTemplateFormatVersion: '2010-09-09'\n", 'is a CloudFormation template'],
    ['Resources:\n  A:\n    Type: AWS::S3::Bucket\n', 'is a CloudFormation template'],
    ['openapi: 3.1.0\npaths: {}\n', 'describes an API'],
    ['$schema: https://json-schema.org/a\n', 'names a schema of its own ($schema)'],
    ['groups:\n  - name: a\n    rules: []\n', 'is a Prometheus configuration'],
    ['applications:\n  - import_path: a:b\n', 'is a Ray Serve configuration'],
    ['cluster_name: a\nprovider:\n  type: aws\n', 'is a Ray cluster configuration'],
    ['model: a/b\ntensor-parallel-size: 4\nmax-model-len: 8192\n', 'is a vLLM configuration'],
    ['name: a\nchannels: [b]\ndependencies: [c]\n', 'is a conda environment'],
    ["version: '3'\ntasks:\n  a: {}\n", 'is a Taskfile'],
    ['site_name: a\n', 'is a MkDocs configuration'],
    [
      'benchmark:\n  enabled: true\n  target:\n    baseUrl: http://a\n',
      'holds values of the benchmark chart, which is another chart',
    ],
    [
      `postgresql: {}\nllm:\n  ${ours.replaceAll('\n', '\n  ')}\n`,
      'holds values of several charts together, those of the inference chart below a key',
    ],
    ['- hosts: all\n  tasks: []\n', 'is a list'],
    [
      '{{- define "a" }}\nb: c\n{{- end }}\n',
      'is a template, which is YAML only once it is rendered',
    ],
    ['a: {{ .Values.b }}\n', 'is a template, which is YAML only once it is rendered'],
    ['{% if a %}\nb: c\n{% endif %}\n', 'is a template, which is YAML only once it is rendered'],
    ['replicaCount: 1\nimage:\n  repository: nginx\n', 'holds values of another chart'],
    ['controller:\n  replicaCount: 2\n', 'holds values of another chart'],
    ['grafana:\n  enabled: true\n', 'holds values of another chart'],
    [
      'inference:\n  enabled: true\n  workers: 2\nreplicaCount: 1\n',
      'holds values of another chart',
    ],
    [
      'servingEngineSpec:\n  modelSpec:\n    - name: a\n      replicaCount: 1\n',
      'holds values of another chart',
    ],
    ['alpha: 1\nbeta: 2\ngamma: 3\n', 'has no key of the inference chart'],
    ['extends: default\nrules:\n  line-length: disable\n', 'has no key of the inference chart'],
  ])('%j', (text, expected) => {
    expect(describeForeign(text)).toBe(expected);
    expect(isInferenceValues(text)).toBe(false);
  });
});

describe('what is ours, or could be', () => {
  test.each([
    ['ours', ours],
    ['nothing', ''],
    ['a comment', '# inference\n'],
    ['an unknown key', 'foo: bar\n'],
    ['two unknown keys', 'foo: bar\nbaz: 1\n'],
    ['a misspelt key', 'inferense:\n  framework: vllm\n  enabled: true\n'],
    ['a key of ours at the root', 'modelServer:\n  image:\n    tag: v0.19.1\n'],
    ['one block of ours among strange ones', 'inference: {}\nalpha: 1\nbeta: 2\ngamma: 3\n'],
    ['broken YAML', 'inference:\n  framework: "vllm\nalpha: 1\nbeta: 2\ngamma: 3\n'],
    ['broken YAML without a word of ours', 'alpha: "1\nbeta: 2\ngamma: 3\n'],
    ['an expression in ours', 'inference:\n  serviceName: {{ .Values.name }}\n'],
    ['a list of ours', '- inference:\n    framework: vllm\n'],
    ['what says that it is ours', '# inference-charts: chart=a\napiVersion: v1\nkind: Pod\n'],
    ['the service of ours', 'model: a/b\nservice:\n  type: ClusterIP\n'],
  ])('%s', (_name, text) => {
    expect(describeForeign(text)).toBeUndefined();
  });
});

test('where a file lies tells what it is, unless it has a block of ours', () => {
  const place = 'holds values of the chart a';
  expect(describeForeign('foo: bar\n', place)).toBe(place);
  expect(describeForeign('inference: {}\n', place)).toBeUndefined();
  expect(describeForeign('', place)).toBeUndefined();
});
