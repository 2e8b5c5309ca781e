/**
 * Text of the cluster that a person is shown (a log, a message) without what lets somebody in: tokens
 * by their form, credentials in addresses, and the values of names that say that they are secret.
 */
export function maskText(text: string): string {
  return shapes.reduce((masked, [shape, mask]) => masked.replaceAll(shape, mask), text);
}

const shapes: readonly (readonly [RegExp, string])[] = [
  // Hugging Face, NVIDIA NGC, GitHub, AWS, JSON Web Tokens.
  [/\bhf_[A-Za-z0-9]{16,}/g, 'hf_(masked)'],
  [/\bnvapi-[\w-]{16,}/g, 'nvapi-(masked)'],
  [/\bgh[pousr]_[A-Za-z0-9]{16,}/g, '(masked)'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '(masked)'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '(masked)'],
  [/(\b(?:Bearer|Basic) +)[\w.~+/=-]{8,}/gi, '$1(masked)'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi, '$1(masked)@'],
  // TOKEN=…, 'api_key': '…', --password …; whole words, because maxTokens and tokenizer are no secrets.
  [
    /((?:^|[^A-Za-z])(?:[A-Za-z0-9]+[_-])*(?:token|key|secret|password|passwd)["']?(?: *[=:] *| +)["']?)(?=[^\s"',}]*\d)(?=[^\s"',}]*[A-Za-z])[^\s"',}]{12,}/gi,
    '$1(masked)',
  ],
  [
    /((?:^|[^A-Za-z])(?:[A-Za-z0-9]+[_-])*(?:secret|password|passwd)["']? *[=:] *["']?)[^\s"',}]+/gi,
    '$1(masked)',
  ],
];
