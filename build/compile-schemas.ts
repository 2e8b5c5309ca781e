/**
 * Compiles schemas/values-<generation>.schema.json into plain functions, so that no schema is
 * compiled when the server starts. Writes server/src/schema/compiled/, which is not committed.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const schemas = new URL('../schemas/', import.meta.url);
const compiled = new URL('../server/src/schema/compiled/', import.meta.url);

export async function compileSchemas(): Promise<void> {
  const generations = readdirSync(schemas)
    .map((file) => /^values-(\d+\.\d+)\.schema\.json$/.exec(file)?.[1])
    .filter((generation) => generation !== undefined)
    .sort();
  mkdirSync(compiled, { recursive: true });
  for (const generation of generations) write(`values-${generation}.js`, await compile(generation));
  write('index.js', index(generations));
  write('index.d.ts', declarations);
}

/** One self-contained module: ajv's few run-time functions are bundled in. */
async function compile(generation: string): Promise<string> {
  const text = readFileSync(new URL(`values-${generation}.schema.json`, schemas), 'utf8');
  const schema = JSON.parse(text) as object;
  const ajv = new Ajv({
    // Every fault of the file is shown, and each error carries the schema it broke.
    allErrors: true,
    verbose: true,
    // Words of ours (x-message) are not keywords.
    strict: false,
    code: { source: true, esm: true },
  });
  const code = standaloneCode(ajv, ajv.compile(schema));
  const { outputFiles } = await build({
    stdin: {
      contents: `${code}\nexport const schema = ${JSON.stringify(schema)};`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'neutral',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles.map((file) => file.text).join('');
}

function index(generations: readonly string[]): string {
  const names = generations.map((generation) => `values${generation.replace('.', '_')}`);
  return [
    ...generations.map(
      (generation, at) => `import * as ${String(names[at])} from './values-${generation}.js';`,
    ),
    `export const generations = {`,
    ...generations.map((generation, at) => `  '${generation}': ${String(names[at])},`),
    `};`,
    '',
  ].join('\n');
}

const declarations = `import type { ErrorObject } from 'ajv';
import type { Generation } from '../../chart/chart.ts';
import type { JsonSchema } from '../json-schema.ts';

export interface CompiledSchema {
  readonly validate: {
    (value: unknown): boolean;
    readonly errors?: ErrorObject[] | null;
  };
  readonly schema: JsonSchema;
}

export declare const generations: Readonly<Partial<Record<Generation, CompiledSchema>>>;
`;

/** Leaves a file alone that is right already, so that watchers stay calm. */
function write(name: string, text: string): void {
  const file = new URL(name, compiled);
  try {
    if (readFileSync(file, 'utf8') === text) return;
  } catch {
    // Not there yet.
  }
  writeFileSync(file, text);
}

if (import.meta.main) await compileSchemas();
