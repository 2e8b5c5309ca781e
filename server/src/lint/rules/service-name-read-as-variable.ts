import { isVllmDeployment } from '../../catalog/frameworks.ts';
import type { Rule } from '../rule.ts';

export const serviceNameReadAsVariable: Rule = {
  id: 'service-name-read-as-variable',
  severity: 'information',
  summary: 'Variables of this Service look like variables of vLLM.',
  why: 'Kubernetes gives every pod variables for each Service of its namespace: VLLM_LLAMA_SERVICE_HOST for vllm-llama. vLLM takes every variable that begins with VLLM_ for its own and warns of each it does not know, "Unknown vLLM environment variable detected", whenever a server or worker starts. Nothing breaks; the log is harder to read.',
  sources: [
    { title: 'vLLM, vllm/envs.py', read: '017e9f4448 (2026-08-17)' },
    {
      title: 'Kubernetes, Service: environment variables',
      read: '2026-11-23',
      url: 'https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables',
    },
  ],
  *check({ config: { serviceName, known }, chart }) {
    if (serviceName?.origin.kind !== 'document' || !isVllmDeployment(known.framework)) return;
    if (!/^vllm-./.test(serviceName.value) || chart.habits.disablesServiceLinks) return;
    const variable = `${serviceName.value.replaceAll('-', '_').toUpperCase()}_SERVICE_HOST`;
    const other = `${serviceName.value.slice('vllm-'.length)}-vllm`;
    yield {
      at: serviceName,
      message: `Kubernetes makes ${variable} of this name in every pod of the namespace, and vLLM logs "Unknown vLLM environment variable" for each such variable. Another beginning, such as ${other}, keeps the logs quiet.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: vllm
            serviceName: vllm-llama
          #              ^^^^^^^^^^ service-name-read-as-variable
        `,
      },
    ],
    good: [
      `
        inference:
          framework: vllm
          serviceName: llama-vllm
      `,
    ],
  },
};
