import type { NameFault } from '../safety/names.ts';

export function sayNameFault({ what, name }: NameFault): string {
  const shown = JSON.stringify(name);
  switch (what) {
    case 'release':
      return `${shown} cannot be the name of a release: at most 53 lower-case letters, digits, dots and dashes, with a letter or digit first and last.`;
    case 'namespace':
      return `${shown} cannot be the name of a namespace: at most 63 lower-case letters, digits and dashes, with a letter or digit first and last.`;
    case 'context':
      return `${shown} cannot be the name of a context: it is empty, starts with a dash or a blank, or holds characters that do not print.`;
  }
}
