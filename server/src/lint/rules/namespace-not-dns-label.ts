import type { Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';

export const namespaceNotDnsLabel: Rule = {
  id: 'namespace-not-dns-label',
  severity: 'error',
  summary: 'serviceNamespace is not a name that a namespace can have.',
  why: 'Namespaces are DNS labels: at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends. No namespace of another form can exist, so the API server refuses every object of the release.',
  sources: [kubernetes('concepts/overview/working-with-objects/names')],
  *check({ config: { serviceNamespace } }) {
    if (serviceNamespace === undefined) return;
    if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(serviceNamespace.value)) return;
    yield {
      at: serviceNamespace,
      message: `No namespace can be called ${serviceNamespace.value}: namespaces have at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            serviceNamespace: Team_A
          #                   ^^^^^^ namespace-not-dns-label
        `,
      },
    ],
    good: [
      `
        inference:
          serviceNamespace: "2024-serving"
      `,
    ],
  },
};
