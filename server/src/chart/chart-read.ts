import type { Path } from '../syntax/node.ts';

/** One place where a template reads a value, as far as the effect of a key is concerned. */
export interface ChartRead {
  /** Relative to the chart's folder. */
  readonly file: string;
  /** Zero-based; absent for what Chart.yaml asks. */
  readonly line?: number;
  /** Zero-based, in bytes of the line. */
  readonly column?: number;
  /** From the root of the values; `*` stands for any key or index. */
  readonly path: readonly string[];
  /** The whole value is used, so everything below it counts as read. */
  readonly readsBelow: boolean;
  /** The value only decides what else is printed. */
  readonly isCondition: boolean;
  /** What must hold for the place to be reached, as the template writes it. */
  readonly guards: readonly ReadCondition[];
}

export interface ReadCondition {
  readonly text: string;
  /** False in the `else` of the condition. */
  readonly holds: boolean;
}

/** All reads of a chart, by the path that they read. */
export interface ChartReads {
  /**
   * The reads that a key at `path` can have an effect through: of the value itself, of a part of
   * it, or of a map that holds it. Empty only when no template looks there.
   */
  touching(path: Path): readonly ChartRead[];
  /** Whether one of them is as asked; stops at the first. */
  someTouching(path: Path, isAsAsked: (read: ChartRead) => boolean): boolean;
  /** Whether everything below `path` is read there, so that no key below can be a mistake. */
  isReadWhole(path: Path): boolean;
  /** Names that templates read in the map at `path`. */
  keys(path: Path): readonly string[];
  /** Every path that ends in this key, for "it moved there". */
  pathsOf(key: string): readonly (readonly string[])[];
}

interface Branch {
  readonly reads: ChartRead[];
  readonly inner: Map<string, Branch>;
}

const anyKey = '*';

/** Made once for a chart: files are many, charts are few. */
export function indexReads(reads: readonly ChartRead[]): ChartReads {
  const root = newBranch();
  for (const read of reads) {
    let branch = root;
    for (const step of read.path) {
      let next = branch.inner.get(step);
      if (next === undefined) branch.inner.set(step, (next = newBranch()));
      branch = next;
    }
    branch.reads.push(read);
  }
  return {
    touching(path) {
      const found: ChartRead[] = [];
      const ends = descend(root, path, (branch) => {
        found.push(...branch.reads.filter(({ readsBelow }) => readsBelow));
      });
      for (const end of ends) collect(end, found);
      return [...new Set(found)];
    },
    someTouching(path, isAsAsked) {
      const passed: Branch[] = [];
      const ends = descend(root, path, (branch) => {
        passed.push(branch);
      });
      const isWhole = (read: ChartRead) => read.readsBelow && isAsAsked(read);
      return (
        passed.some((branch) => branch.reads.some(isWhole)) ||
        ends.some((end) => someBelow(end, isAsAsked))
      );
    },
    isReadWhole(path) {
      let isWhole = false;
      const see = ({ reads: here }: Branch) => {
        isWhole ||= here.some(({ readsBelow }) => readsBelow);
      };
      for (const end of descend(root, path, see)) see(end);
      return isWhole;
    },
    keys(path) {
      const ends = descend(root, path, () => undefined);
      const names = ends.flatMap(({ inner }) => [...inner.keys()]);
      return [...new Set(names)].filter((name) => name !== anyKey);
    },
    pathsOf(key) {
      const paths = reads.map(({ path }) => path).filter((path) => path.includes(key));
      const cut = paths.map((path) => path.slice(0, path.indexOf(key) + 1));
      return [...new Map(cut.map((path) => [path.join('\n'), path])).values()].filter(
        (path) => !path.includes(anyKey),
      );
    },
  };
}

function newBranch(): Branch {
  return { reads: [], inner: new Map() };
}

/** The branches at the end of `path`; `pass` sees those on the way. */
function descend(root: Branch, path: Path, pass: (branch: Branch) => void): readonly Branch[] {
  let level: readonly Branch[] = [root];
  for (const step of path) {
    const next: Branch[] = [];
    for (const branch of level) {
      pass(branch);
      const named = branch.inner.get(String(step));
      const unnamed = branch.inner.get(anyKey);
      if (named !== undefined) next.push(named);
      if (unnamed !== undefined) next.push(unnamed);
    }
    level = next;
  }
  return level;
}

function someBelow({ reads, inner }: Branch, isAsAsked: (read: ChartRead) => boolean): boolean {
  if (reads.some(isAsAsked)) return true;
  for (const branch of inner.values()) if (someBelow(branch, isAsAsked)) return true;
  return false;
}

function collect(branch: Branch, found: ChartRead[]): void {
  found.push(...branch.reads);
  for (const inner of branch.inner.values()) collect(inner, found);
}
