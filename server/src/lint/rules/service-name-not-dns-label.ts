import { runsRay } from '../../catalog/frameworks.ts';
import type { Rule } from '../rule.ts';
import { kubeRay, kubernetes } from '../sources.ts';

/** Whole numbers of YAML that hold no other letters than names may: 123, 1e3, 0x1f. */
const readAsNumber = /^(\d+(e-?\d+)?|0[box][0-9a-f]+)$/;

export const serviceNameNotDnsLabel: Rule = {
  id: 'service-name-not-dns-label',
  severity: 'error',
  summary: 'serviceName is not a name that Kubernetes takes for a Service.',
  why: 'Service names are DNS labels: lower-case letters, digits and hyphens, ending with a letter or digit. The API server refuses another name, and KubeRay the RayService, with "a DNS-1035 label must consist of lower case alphanumeric characters or -". A digit at the beginning is refused by KubeRay, and by Kubernetes before 1.36; from 1.36 on a Service may begin with one.',
  sources: [
    kubernetes('concepts/overview/working-with-objects/names'),
    {
      title: 'Kubernetes enhancement 5311, relaxed validation for Service names',
      read: '2026-11-29',
      url: 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/5311-relaxed-validation-for-service-names',
    },
    kubeRay('controllers/ray/utils/validation.go'),
  ],
  *check({ config: { serviceName, known } }) {
    if (serviceName === undefined || /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(serviceName.value)) return;
    if (readAsNumber.test(serviceName.value)) {
      yield {
        at: serviceName,
        message: `${serviceName.value} cannot name a Service: charts print it without quotes, and YAML reads a number where a name must stand. Add a letter, as in llm-${serviceName.value}.`,
      };
      return;
    }
    if (/^[0-9]([-a-z0-9]*[a-z0-9])?$/.test(serviceName.value) && !runsRay(known.framework)) {
      yield {
        at: serviceName,
        severity: 'information',
        message: `${serviceName.value} begins with a digit. Kubernetes 1.36 and newer takes that in the name of a Service; an older API server refuses it. A name that begins with a letter works on both.`,
      };
      return;
    }
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
      {
        text: `
          inference:
            serviceName: "2026"
          #              ^^^^^^ service-name-not-dns-label
        `,
      },
      {
        text: `
          inference:
            framework: rayVllm
            serviceName: 7b-chat
          #              ^^^^^^^ service-name-not-dns-label
            modelServer:
              vllmVersion: 0.9.2
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
