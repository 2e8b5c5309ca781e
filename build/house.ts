/**
 * The floors of `server/src` and the libraries each room may touch. One table, read by ESLint
 * (a wrong import is underlined as it is typed) and by `test/house` (which walks the real imports).
 */

export interface Room {
  readonly folder: string;
  /** Folders of `server/src` this room may import, besides itself. */
  readonly imports: readonly string[];
}

const base = ['base'];
const syntax = [...base, 'syntax'];
const facts = [...syntax, 'schema', 'chart', 'catalog'];
const model = [...facts, 'model'];
const lint = [...model, 'lint', 'fit'];

export const rooms: readonly Room[] = [
  { folder: 'base', imports: [] },
  { folder: 'syntax', imports: base },
  { folder: 'catalog', imports: syntax },
  { folder: 'chart', imports: [...syntax, 'catalog'] },
  { folder: 'schema', imports: [...syntax, 'chart'] },
  { folder: 'model', imports: facts },
  { folder: 'fit', imports: model },
  { folder: 'lint', imports: [...model, 'fit'] },
  { folder: 'ide', imports: lint },
  { folder: 'deploy', imports: ['base', 'chart', 'catalog', 'model', 'fit'] },
  // What crosses the wire to the client, types alone; everyone else takes it from protocol.ts.
  { folder: 'protocol', imports: ['deploy'] },
  { folder: 'lsp', imports: [...lint, 'ide', 'deploy'] },
  { folder: 'cli', imports: [...lint, 'ide', 'deploy'] },
  { folder: 'node', imports: ['base', 'chart', 'deploy', 'ide', 'lsp', 'cli'] },
];

/** Modules that only these places (folders, or root files of `server/src`, or `client`) may import. */
export const libraries: Readonly<Record<string, readonly string[]>> = {
  vscode: ['client'],
  'vscode-languageclient': ['client'],
  'vscode-languageserver': ['lsp', 'main.ts'],
  yaml: ['syntax'],
  ajv: ['schema'],
  '@kubernetes/client-node': ['node'],
  undici: ['node'],
  semver: ['chart'],
  tar: ['node'],
  child_process: ['node', 'client'],
  fs: ['node', 'client'],
  worker_threads: ['node'],
};
