import type { Comment, ValuesDocument } from '../syntax/parse.ts';

/** What `# inference-charts: chart=… after=… namespace=… release=…` says. Paths are as written. */
export interface Modeline {
  readonly chart?: string;
  /** Values files that Helm reads before this one, in order. */
  readonly after: readonly string[];
  readonly namespace?: string;
  readonly release?: string;
  readonly comment: Comment;
}

const prefix = /^\s*inference-charts:\s*(.*)$/;

/** The first comment of the file that is a modeline; comments that only suppress rules are not. */
export function findModeline(document: ValuesDocument): Modeline | undefined {
  for (const comment of document.comments) {
    const body = prefix.exec(comment.text)?.[1];
    if (body === undefined || /^ignore(-file)?\b/.test(body)) continue;
    const pairs = [...body.matchAll(/([a-z]+)=("[^"]*"|\S+)/g)];
    const after: string[] = [];
    const single: { chart?: string; namespace?: string; release?: string } = {};
    for (const [, key, quoted = ''] of pairs) {
      const value = quoted.replace(/^"(.*)"$/, '$1');
      if (key === 'after') after.push(...value.split(',').filter((file) => file !== ''));
      else if (key === 'chart' || key === 'namespace' || key === 'release') single[key] = value;
    }
    return { ...single, after, comment };
  }
  return undefined;
}
