const mask = '(masked)';

/** What a credential looks like, wherever a server, proxy or plugin repeats one in its text. */
const credentials: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${mask}`],
  // JSON Web Tokens, which service accounts have.
  [/\beyJ[\w-]{6,}\.[\w-]+(?:\.[\w-]*)?/g, mask],
  [/\bk8s-aws-v1\.[\w-]+/g, mask],
  [/\bhf_[A-Za-z0-9]{16,}/g, mask],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{12,}/g, mask],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|sk-|nvapi-)[\w-]{16,}/g, mask],
  // A password in an address.
  [/(:\/\/[^\s/:@]+:)[^\s/@]+@/g, `$1${mask}@`],
];

/** The text without anything that looks like a credential. */
export function withoutSecrets(text: string): string {
  return credentials.reduce((clean, [look, instead]) => clean.replaceAll(look, instead), text);
}
