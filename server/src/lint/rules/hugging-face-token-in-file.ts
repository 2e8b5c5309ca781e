import type { Path } from '../../syntax/node.ts';
import type { Rule } from '../rule.ts';

/** How the hub's user and organisation tokens look; a row of x stands for one. */
const token = /\b(hf_|api_org_)(?!x+\b)[A-Za-z0-9]{30,}/i;

export const huggingFaceTokenInFile: Rule = {
  id: 'hugging-face-token-in-file',
  severity: 'error',
  summary: 'A Hugging Face token is written into the values file.',
  why: 'Values end in the release record, in rendered manifests and in version control, where everyone with access can read the token; Hugging Face revokes tokens that it finds in public repositories. The chart reads the token from a Secret.',
  sources: [
    {
      title: 'Hugging Face, User access tokens',
      read: '2026-11-23',
      url: 'https://huggingface.co/docs/hub/security-tokens',
    },
  ],
  *check({ config: { values } }) {
    for (const path of textsWith(token, values.value)) {
      const at = values.at(path);
      if (at === undefined) continue;
      yield {
        at,
        message:
          'This is a Hugging Face token. Values end in the release record and in version control, so anyone who can read those can use it. Revoke it, put a new one into the Secret hf-token under the key token (kubectl create secret generic hf-token --from-literal=token=…), and remove it here.',
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              env:
                - name: HF_TOKEN
                  value: hf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
          #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hugging-face-token-in-file
        `,
      },
    ],
    good: [
      `
        inference:
          huggingFaceToken:
            secretName: hf-token
            secretKey: token
          modelServer:
            env:
              - name: HF_HUB_ENABLE_HF_TRANSFER
                value: "1"
              - name: NOTE
                value: hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      `,
    ],
  },
};

/** Paths of all texts below `value` that match. Values are finite: aliases were bounded when parsed. */
function textsWith(pattern: RegExp, value: unknown): readonly Path[] {
  const found: Path[] = [];
  const path: (string | number)[] = [];
  const visit = (step: string | number, inner: unknown) => {
    path.push(step);
    walk(inner);
    path.pop();
  };
  const walk = (node: unknown) => {
    if (typeof node === 'string') {
      if (node.length > 30 && pattern.test(node)) found.push([...path]);
    } else if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) visit(index, item);
    } else if (typeof node === 'object' && node !== null) {
      for (const [key, item] of Object.entries(node)) visit(key, item);
    }
  };
  walk(value);
  return found;
}
