import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isServerOption, parseOptions, type LlamaOption } from './facts/llama-arguments.ts';
import { serverArguments } from './facts/server-arguments.ts';
import { readPythonPackage } from './python-package.ts';

/**
 * `npm run facts:llama-server` writes the arguments of llama-server into the catalog. They are read
 * from llama.cpp as released source distributions of llama_cpp_python carry it, the newest one first;
 * from the older ones comes what else an image may know. For newer arguments put a version in front.
 */
const versions = ['0.3.36', '0.3.26', '0.3.16'] as const;
const name = 'llama_cpp_python';
const file = 'vendor/llama.cpp/common/arg.cpp';
const manual = 'vendor/llama.cpp/tools/server/README.md';

const releases = versions.map((version) =>
  readPythonPackage({ name, version, kind: 'source' }, (folder) => {
    const root = join(folder, `${name}-${version}`);
    const options = parseOptions(readFileSync(join(root, file), 'utf8')).filter(isServerOption);
    compareWithManual(readFileSync(join(root, manual), 'utf8'), options, version);
    return options;
  }),
);

const table = serverArguments(releases);
const head = {
  about:
    'Command-line arguments of llama-server, written by build/facts-llama-server.ts. Names stand without dashes; value is what the argument takes after it, and olderValue what it took in an older release that was read.',
  source: {
    package: name,
    versions,
    file,
    what: 'llama.cpp as the source distribution carries it, newest release first',
  },
};
const records = table.arguments.map((argument) => `    ${JSON.stringify(argument)}`).join(',\n');
writeFileSync(
  new URL('../server/src/catalog/data/llama-server-arguments.json', import.meta.url),
  `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "arguments": [\n${records}\n  ],\n  "older": ${JSON.stringify(table.older)}\n}\n`,
);
console.log(`${table.arguments.length} arguments are written, ${table.older.length} older names.`);

/** The manual of a release lists the same names, which shows that none was overlooked here. */
function compareWithManual(text: string, options: readonly LlamaOption[], version: string): void {
  const cells = text.split('\n').flatMap((line) => /^\| `(-[^|]*)\|/.exec(line)?.[1] ?? []);
  const listed = new Set(
    cells.flatMap((cell) => [...cell.matchAll(/(?<![\w-])--?[A-Za-z][\w.-]*/g)].flat()),
  );
  const known = new Set(options.flatMap(({ names, negations }) => [...names, ...negations]));
  const missing = [...listed].filter((one) => !known.has(one));
  if (missing.length > 0) console.warn(`${version}: only its manual has ${missing.join(', ')}.`);
}
