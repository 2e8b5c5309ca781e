import type { Comment, ValuesDocument } from '../syntax/parse.ts';

/** What `# inference-charts: chart=… after=… namespace=… release=… model-config=…` says. Paths are as written. */
export interface Modeline {
  readonly chart?: string;
  /** Values files that Helm reads before this one, in order. */
  readonly after: readonly string[];
  readonly namespace?: string;
  readonly release?: string;
  /** The config.json of the served model, or the folder that has it. */
  readonly modelConfig?: string;
  readonly comment: Comment;
}

type Single = 'chart' | 'namespace' | 'release' | 'modelConfig';

const prefix = /^\s*inference-charts:\s*(.*)$/;

/** The first comment of the file that is a modeline; comments that only suppress rules are not. */
export function findModeline(document: ValuesDocument): Modeline | undefined {
  for (const comment of document.comments) {
    const body = prefix.exec(comment.text)?.[1];
    if (body === undefined || /^ignore(-file)?\b/.test(body)) continue;
    const pairs = [...body.matchAll(/([a-z]+(?:-[a-z]+)*)=("[^"]*"|\S+)/g)];
    const after: string[] = [];
    const single: { -readonly [key in Single]?: string } = {};
    for (const [, key, quoted = ''] of pairs) {
      const value = quoted.replace(/^"(.*)"$/, '$1');
      if (key === 'after') after.push(...value.split(',').filter((file) => file !== ''));
      else if (key === 'model-config') single.modelConfig = value;
      else if (key === 'chart' || key === 'namespace' || key === 'release') single[key] = value;
    }
    return { ...single, after, comment };
  }
  return undefined;
}
