import type { Rule } from '../rule.ts';

export const serviceNamedVllm: Rule = {
  id: 'service-named-vllm',
  severity: 'error',
  summary: 'A Service called vllm breaks vLLM pods in its namespace.',
  why: 'Kubernetes gives every pod of a namespace variables for each Service, such as VLLM_PORT=tcp://10.0.0.7:8000 for a Service called vllm. vLLM reads VLLM_PORT as its own port number and stops at start-up: "VLLM_PORT … appears to be a URI".',
  sources: [
    {
      title: 'vLLM, environment variables: do not name the service vllm',
      read: '017e9f4448 (2026-08-17)',
      url: 'https://docs.vllm.ai/en/latest/configuration/env_vars/',
    },
  ],
  *check({ config: { serviceName, isRay }, chart }) {
    // KubeRay adds a suffix to the names of its Services.
    if (serviceName?.value !== 'vllm' || isRay || chart.habits.disablesServiceLinks) return;
    yield {
      at: serviceName,
      message: `A Service called vllm makes Kubernetes set VLLM_PORT=tcp://… in the pods of its namespace, and vLLM, which reads VLLM_PORT as its port, stops at start-up. Use another name, such as llm-server.`,
      fixes: [
        {
          title: 'Set serviceName to llm-server',
          isSafe: false,
          edits: [{ kind: 'set', path: serviceName.path, value: 'llm-server' }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            serviceName: vllm
          #              ^^^^ service-named-vllm
        `,
        fixed: `
          inference:
            serviceName: llm-server
        `,
      },
    ],
    good: [
      `
        inference:
          serviceName: llama-vllm
      `,
    ],
  },
};
