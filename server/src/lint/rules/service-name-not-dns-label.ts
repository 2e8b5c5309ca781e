import type { Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';

export const serviceNameNotDnsLabel: Rule = {
  id: 'service-name-not-dns-label',
  severity: 'error',
  summary: 'serviceName is not a name that Kubernetes takes for a Service.',
  why: 'Service names are DNS labels of RFC 1035: lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit. The API server refuses the Service, and KubeRay the RayService, with "a DNS-1035 label must consist of lower case alphanumeric characters or -".',
  sources: [kubernetes('concepts/overview/working-with-objects/names')],
  *check({ config: { serviceName } }) {
    if (serviceName === undefined || /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(serviceName.value)) return;
    const valid = toLabel(serviceName.value);
    yield {
      at: serviceName,
      message: `${serviceName.value} cannot name a Service: Kubernetes takes lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit.${valid === undefined ? '' : ` ${valid} would do.`}`,
      ...(valid !== undefined && {
        fixes: [
          {
            title: `Set serviceName to ${valid}`,
            isSafe: false,
            edits: [{ kind: 'set', path: serviceName.path, value: valid }],
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            serviceName: Llama_3.1-8B
          #              ^^^^^^^^^^^^ service-name-not-dns-label
        `,
        fixed: `
          inference:
            serviceName: llama-3-1-8b
        `,
      },
      {
        text: `
          inference:
            serviceName: 70b-chat
          #              ^^^^^^^^ service-name-not-dns-label
        `,
      },
    ],
    good: [
      `
        inference:
          serviceName: llama-3-1-8b
      `,
    ],
  },
};

/** The closest label, if lower case and hyphens are all it takes. */
function toLabel(name: string): string | undefined {
  const label = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return /^[a-z]/.test(label) ? label : undefined;
}
