import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerCommand } from './editor.ts';

const root = join(import.meta.dirname, '../..');
const schema = pathToFileURL(join(root, 'schemas/values-0.1.schema.json')).href;

/** Our language server, as it is packed. */
export const ours: ServerCommand = {
  name: 'inference-charts',
  script: join(root, 'dist/main.mjs'),
  languageId: 'inference-values',
  settings: { inferenceCharts: {} },
};

/** What people check YAML with today, given our JSON schema. It knows syntax and schema, no mismatch. */
export const peer: ServerCommand = {
  name: 'yaml-language-server',
  script: join(root, 'node_modules/yaml-language-server/bin/yaml-language-server'),
  languageId: 'yaml',
  settings: {
    yaml: {
      validate: true,
      hover: true,
      completion: true,
      schemas: { [schema]: ['*.yaml'] },
      schemaStore: { enable: false },
    },
    http: {},
    '[yaml]': {},
    editor: {},
    files: {},
  },
};
