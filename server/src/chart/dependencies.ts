import { documentBelow, documentOf } from '../syntax/document-below.ts';
import { findNode, type Node } from '../syntax/node.ts';
import { parse, type ValuesDocument } from '../syntax/parse.ts';
import { chartNames } from './describe-chart.ts';

/** Somebody else's chart, in whose folder or below a values file lies. */
export interface ParentChart {
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
  /** Those of our charts. */
  readonly dependencies: readonly Dependency[];
}

/** One of our charts in the `dependencies` of another Chart.yaml. */
export interface Dependency {
  readonly name: string;
  /** The key of the parent's values below which the values of the dependency stand: its alias, or its name. */
  readonly key: string;
  /** A version or a range of them, as written. */
  readonly version: string;
  /** As written: a URL, `@name`, `file://…`, or empty for what lies in `charts/`. */
  readonly repository: string;
  /** Paths into the parent's values, in order; the first that holds true or false switches it. */
  readonly conditions: readonly (readonly string[])[];
  readonly tags: readonly string[];
}

/** Which values of a file a document is. */
export interface DependencyPlace {
  readonly parent: ParentChart;
  readonly dependency: Dependency;
}

/** The dependencies of a Chart.yaml that are charts of ours. */
export function dependenciesOnOurs(chartYaml: string): readonly Dependency[] {
  const list = findNode(parse(chartYaml).root, ['dependencies']);
  if (list?.kind !== 'sequence') return [];
  return list.items.flatMap((item) => {
    const name = textAt(item, 'name');
    if (!chartNames.has(name)) return [];
    const tags = findNode(item, ['tags']);
    return [
      {
        name,
        key: textAt(item, 'alias') || name,
        version: textAt(item, 'version'),
        repository: textAt(item, 'repository'),
        conditions: textAt(item, 'condition')
          .split(',')
          .filter((path) => path !== '')
          .map((path) => path.split('.')),
        tags: tags?.kind === 'sequence' ? tags.items.map(textOfScalar) : [],
      },
    ];
  });
}

/**
 * What a values file of the parent chart says to the dependency; undefined when it says nothing. The
 * switch of the dependency is the parent's, even where it stands among the values.
 */
export function valuesFor(
  { key, conditions }: Dependency,
  whole: ValuesDocument,
): ValuesDocument | undefined {
  const switches = conditions.flatMap(([first, second, ...rest]) =>
    first === key && second !== undefined && rest.length === 0 ? [second] : [],
  );
  return documentBelow(whole, key, new Set(switches));
}

/**
 * What the values files of the parent say to the dependency, without the last one, whose part is
 * judged itself, and then what all say to every chart below the parent. (In Helm the latter also
 * wins over what that part says of `global`.)
 */
export function filesFor<File extends { readonly document: ValuesDocument }>(
  dependency: Dependency,
  files: readonly File[],
): readonly File[] {
  const part = (file: File, document: ValuesDocument | undefined) =>
    document === undefined ? [] : [{ ...file, document }];
  return [
    ...files.slice(0, -1).flatMap((file) => part(file, valuesFor(dependency, file.document))),
    ...files.flatMap((file) => part(file, documentOf(file.document, 'global'))),
  ];
}

function textAt(node: Node, key: string): string {
  return textOfScalar(findNode(node, [key]));
}

function textOfScalar(node: Node | undefined): string {
  if (node?.kind !== 'scalar') return '';
  return typeof node.value === 'string' ? node.value : node.source;
}
