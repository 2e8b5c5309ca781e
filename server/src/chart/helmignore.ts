/** Whether Helm leaves a file or folder of a chart out of it. The path is relative to the chart, with `/`. */
export type Ignored = (path: string, isFolder: boolean) => boolean;

/**
 * The rules of a .helmignore, which are other than git's: the first one that decides counts, and
 * `!x` leaves out all that is not x. A rule that Helm refuses is passed over.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/ignore/rules.go, with the rule that it adds.
 */
export function helmIgnored(rules: string): Ignored {
  const patterns = [...rules.replace(/^\uFEFF/, '').split('\n'), 'templates/.?*'].flatMap(
    (rule) => readRule(rule.trim()) ?? [],
  );
  return (path, isFolder) => {
    for (const { matches, isNegated, isForFolders } of patterns) {
      const isMatch = (isFolder || !isForFolders) && matches(path);
      if (isMatch !== isNegated) return true;
    }
    return false;
  };
}

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
}

function readRule(rule: string): Rule | undefined {
  if (rule === '' || rule.startsWith('#') || rule.includes('**')) return undefined;
  const isNegated = rule.startsWith('!');
  const named = isNegated ? rule.slice(1) : rule;
  const isForFolders = named.endsWith('/');
  const written = isForFolders ? named.slice(0, -1) : named;
  const pattern = patternOf(written.replace(/^\//, ''));
  const isWholePath = written.includes('/');
  return {
    // What is no pattern matches nothing.
    matches: (path) =>
      pattern?.test(isWholePath ? path : path.slice(path.lastIndexOf('/') + 1)) === true,
    isNegated,
    isForFolders,
  };
}

const inClass = String.raw`(?:\\.|[^\\\]-])`;
const terms = new RegExp(
  String.raw`(?<stars>\*+)|(?<any>\?)|\[(?<not>\^?)(?<ranges>(?:${inClass}(?:-${inClass})?)+)\]|\\(?<escaped>.)|(?<plain>[^\\[*?])`,
  'gsuy',
);

/**
 * As Go's filepath.Match reads it; undefined when it is no pattern. What stands between two stars
 * is matched where it first can be and never again, as Go does it: no pattern takes long.
 */
function patternOf(pattern: string): RegExp | undefined {
  const chunks = [''];
  let end = 0;
  for (const { 0: term, index, groups = {} } of pattern.matchAll(terms)) {
    end = index + term.length;
    if (groups['stars'] !== undefined) chunks.push('');
    else chunks.push((chunks.pop() ?? '') + sourceOf(groups));
  }
  if (end < pattern.length) return undefined;
  const [first = '', ...starred] = chunks;
  const last = starred.pop();
  const middle = starred.map((chunk, at) => `(?=([^/]*?${chunk}))\\${at + 1}`).join('');
  return new RegExp(`^${first}${middle}${last === undefined ? '' : `[^/]*${last}`}$`, 'su');
}

function sourceOf({
  any,
  not,
  ranges,
  escaped,
  plain = '',
}: Readonly<Record<string, string | undefined>>): string {
  if (any !== undefined) return '[^/]';
  if (ranges === undefined) return codeOf(escaped ?? plain);
  const pairs = [...ranges.matchAll(/(\\.|[^\\])(?:-(\\.|[^\\]))?/gsu)].map(
    ([, from = '', to = from]) => [from, to].map((char) => char.replace(/^\\(?=.)/su, '')),
  );
  // A range that runs backwards holds nothing.
  const held = pairs.filter(([from = '', to = '']) => codePoint(from) <= codePoint(to));
  return `[${not ?? ''}${held.map((pair) => pair.map(codeOf).join('-')).join('')}]`;
}

function codeOf(char: string): string {
  return `\\u{${codePoint(char).toString(16)}}`;
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}
