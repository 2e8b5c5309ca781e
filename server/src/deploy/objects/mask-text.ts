import { withoutSecrets } from '../safety/redact.ts';

/**
 * Text of the cluster that a person is shown (a log, a script, an argument) without what lets somebody
 * in: credentials by their form, and the values of names that say that they are secret.
 */
export function maskText(text: string): string {
  return named.reduce(
    (masked, shape) => masked.replaceAll(shape, '$1(masked)'),
    withoutSecrets(text),
  );
}

const named: readonly RegExp[] = [
  // TOKEN=…, 'api_key': '…', --password …; whole words, because maxTokens and tokenizer are no secrets.
  /((?:^|[^A-Za-z])(?:[A-Za-z0-9]+[_-])*(?:token|key|secret|password|passwd)["']?(?: *[=:] *| +)["']?)(?=[^\s"',}]*\d)(?=[^\s"',}]*[A-Za-z])[^\s"',}]{12,}/gi,
  /((?:^|[^A-Za-z])(?:[A-Za-z0-9]+[_-])*(?:secret|password|passwd)["']? *[=:] *["']?)[^\s"',}]+/gi,
];
