import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const lint = new URL('../server/src/lint/', import.meta.url);

/** Writes lint/registry.ts: every file of lint/rules, in order of its id. A run of its own, because the rest reads it. */
export function registryText(): string {
  const rules = readdirSync(new URL('rules/', lint))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ id: file.slice(0, -'.ts'.length), name: constantIn(file) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    '// Written by npm run generate from the files of lint/rules.',
    "import type { Rule } from './rule.ts';",
    ...rules.map(({ id, name }) => `import { ${name} } from './rules/${id}.ts';`),
    '',
    '/** Every rule, by id. */',
    'export const registry: readonly Rule[] = [',
    ...rules.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

function constantIn(file: string): string {
  const text = readFileSync(new URL(`rules/${file}`, lint), 'utf8');
  const name = /^export const (\w+): Rule = \{/m.exec(text)?.[1];
  if (name === undefined) throw new Error(`lint/rules/${file} exports no rule.`);
  return name;
}

if (import.meta.main) writeFileSync(new URL('registry.ts', lint), registryText());
