import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basicCodes, type CodeFacts } from '../server/src/ide/basic-codes.ts';
import { registry } from '../server/src/lint/registry.ts';
import type { Rule, Severity } from '../server/src/lint/rule.ts';

/** The pages under docs/rules, by file name: one for each rule and each other code, and README.md that lists them. */
export function generateRuleDocs(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', index(registry)],
    ...registry.map((rule) => [`${rule.id}.md`, page(rule)] as const),
    ...Object.entries(basicCodes).map(
      ([code, facts]) => [`${code}.md`, basicPage(code, facts)] as const,
    ),
  ]);
}

/** Writes the pages and removes those of rules that are gone. */
export function writeRuleDocs(): number {
  const folder = new URL('../docs/rules/', import.meta.url);
  const pages = generateRuleDocs();
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(new URL(file, folder));
  for (const [file, text] of pages) writeFileSync(new URL(file, folder), text);
  return pages.size - 1;
}

const meanings: Readonly<Record<Severity, string>> = {
  error: 'it will not start or not be scheduled',
  warning: 'it is wrong, risky or without effect',
  information: 'worth knowing',
  hint: 'a suggestion',
};

function index(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, summary }) => `| [${id}](${id}.md) | ${severity} | ${summary} |`,
  );
  return [
    '# Rules',
    '',
    `What is checked beyond the schema of the values: ${rules.length} mismatches between values, chart, hardware, model and versions. Written by \`npm run generate\` from the rules themselves. What else goes wrong, and who answers for it, is in [what-is-checked.md](../what-is-checked.md).`,
    '',
    '| rule | severity | what is wrong |',
    '|---|---|---|',
    ...rows,
    '',
    'Findings about the text, the schema and the files around it:',
    '',
    '| code | severity | what is wrong |',
    '|---|---|---|',
    ...Object.entries(basicCodes).map(
      ([code, { severity, summary }]) => `| [${code}](${code}.md) | ${severity} | ${summary} |`,
    ),
    '',
    `Severities: ${Object.entries(meanings)
      .slice(0, 3)
      .map(([severity, meaning]) => `**${severity}**: ${meaning}`)
      .join('; ')}.`,
    '',
    'A rule is silenced on a line by a comment at its end, `# inference-charts: ignore rule-id`, on the next line by the same comment on a line of its own, and in the whole file by `# inference-charts: ignore-file rule-id`.',
    '',
  ].join('\n');
}

function page({ id, severity, summary, why, examples, sources }: Rule): string {
  const bad = examples.bad.flatMap(({ text, fixed }) => [
    ...yaml(text),
    ...(fixed === undefined ? [] : ['Fixed:', '', ...yaml(fixed)]),
  ]);
  return [
    `# ${id}`,
    '',
    `**${severity}** (${meanings[severity]}). ${summary}`,
    '',
    why,
    '',
    '## Found',
    '',
    ...bad,
    '## Left alone',
    '',
    ...examples.good.flatMap(yaml),
    '## Sources',
    '',
    ...sources.map(
      ({ title, url, read }) => `- ${url === undefined ? title : `[${title}](${url})`}, ${read}`,
    ),
    '',
    '## Silence it',
    '',
    ...yaml(`# inference-charts: ignore-file ${id}`),
    '[All rules](README.md)',
    '',
  ].join('\n');
}

function basicPage(code: string, { severity, summary, why }: CodeFacts): string {
  return [
    `# ${code}`,
    '',
    `**${severity}** (${meanings[severity]}). ${summary}`,
    '',
    why,
    '',
    '[All rules](README.md)',
    '',
  ].join('\n');
}

function yaml(text: string): string[] {
  return ['```yaml', outdent(text), '```', ''];
}

/** Without the indentation that the lines of a template literal share. */
function outdent(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const shared = Math.min(...lines.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(shared)).join('\n');
}

if (import.meta.main) console.log(`${writeRuleDocs()} rule pages in docs/rules.`);
