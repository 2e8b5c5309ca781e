import { builtinModules } from 'node:module';
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { libraries, rooms } from './build/house.ts';

const importsOf = (specifier) => [specifier, `${specifier}/*`, ...nodeAlias(specifier)];
const nodeAlias = (name) =>
  builtinModules.includes(name) ? [`node:${name}`, `node:${name}/*`] : [];

/** What a room of the house must not import, as no-restricted-imports patterns. */
function borders(place, siblings) {
  const floors = siblings.map(({ folder, message }) => ({
    group: [`**/${folder}/**`, `!./${folder}/**`],
    message,
  }));
  const strangers = Object.entries(libraries)
    .filter(([, places]) => !places.includes(place))
    .map(([library, places]) => ({
      group: importsOf(library),
      message: `${library} is imported in ${places.join(', ')} only (build/house.ts).`,
    }));
  return { 'no-restricted-imports': ['error', { patterns: [...floors, ...strangers] }] };
}

const roomConfigs = rooms.map(({ folder, imports }) => ({
  files: [`server/src/${folder}/**/*.ts`],
  rules: borders(
    folder,
    rooms
      .filter((other) => other.folder !== folder && !imports.includes(other.folder))
      .map((other) => ({
        folder: other.folder,
        message: `${folder} may import ${imports.join(', ') || 'nothing'} only (build/house.ts).`,
      })),
  ),
}));

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      'dist/',
      'out/',
      'engine/',
      'test/workbench/vscode/',
      'test/fixtures/',
      'server/src/schema/compiled/',
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['client/tsconfig.json', 'server/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: 'error',
    },
  },
  ...roomConfigs,
  { files: ['client/src/**/*.ts'], rules: borders('client', []) },
  {
    files: ['*.config.ts', 'test/**/vitest.config.ts', 'test/**/*.ts', 'build/**/*.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
);
