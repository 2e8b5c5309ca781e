import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  contributes: {
    commands: { command: string; title: string }[];
    menus: Record<string, { command: string }[]>;
    keybindings: { command: string }[];
    configuration: { properties: Record<string, { scope: string }> };
    languages: { id: string; configuration: string; icon: { light: string; dark: string } }[];
    grammars: { path: string }[];
    snippets: { path: string }[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
};
const { contributes, capabilities } = manifest;

function sources(...folders: string[]): string {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
}

const client = sources('client/src');

describe('package.json says what the code does', () => {
  test('every command of the palette is registered, and no other', () => {
    const registered = [...client.matchAll(/^ {2}id: '(inferenceCharts\.\w+)'/gm)].map(
      ([, id]) => id,
    );
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(registered.sort());
  });

  test('menus and keys name commands that exist', () => {
    const ids = new Set(contributes.commands.map(({ command }) => command));
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    expect(used.filter(({ command }) => !ids.has(command))).toEqual([]);
  });

  test('every setting is read somewhere', () => {
    const code =
      client +
      sources('server/src/lsp', 'server/src/node') +
      readFileSync(join(root, 'server/src/main.ts'), 'utf8');
    const unread = Object.keys(contributes.configuration.properties)
      .map((name) => name.replace('inferenceCharts.', ''))
      // vscode-languageclient reads <client id>.trace.server itself.
      .filter((name) => name !== 'trace.server')
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(code));
    expect(unread).toEqual([]);
  });

  test('files that the manifest points at are there', () => {
    const files = [
      ...contributes.languages.flatMap(({ configuration, icon }) => [
        configuration,
        icon.light,
        icon.dark,
      ]),
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.snippets.map(({ path }) => path),
    ];
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('what can run a program is closed to workspaces', () => {
    const { properties } = contributes.configuration;
    for (const name of capabilities.untrustedWorkspaces.restrictedConfigurations)
      expect(properties[name]?.scope, name).toBe('machine');
    expect(properties['inferenceCharts.protectedContexts']?.scope).toBe('machine');
    expect(properties['inferenceCharts.readOnlyContexts']?.scope).toBe('machine');
  });
});
