import { toValue } from '../syntax/node.ts';
import { parse } from '../syntax/parse.ts';

/** A rendered manifest with what it is about. */
export interface RenderedText {
  readonly kind: string;
  readonly name: string;
  readonly text: string;
}

/** A process that the manifests start, with the environment that they give it. */
export interface Started {
  /** "container vllm in Deployment/llama". */
  readonly where: string;
  /** Command and arguments, as Kubernetes starts them. */
  readonly words: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
}

/** Containers of the manifests, and Ray Serve applications with an environment of their own. */
export function startedBy(documents: readonly RenderedText[]): readonly Started[] {
  return documents.flatMap(({ kind, name, text }) => {
    const object = `${kind}/${name}`;
    const { root } = parse(text);
    const found: Started[] = [];
    visit(root === undefined ? undefined : toValue(root), object, found);
    return found;
  });
}

function visit(value: unknown, object: string, found: Started[]): void {
  if (Array.isArray(value)) for (const item of value) visit(item, object, found);
  if (!isMap(value)) return;
  const { name, image, serveConfigV2 } = value;
  if (typeof name === 'string' && typeof image === 'string')
    found.push(containerOf(value, `container ${name} in ${object}`));
  if (typeof serveConfigV2 === 'string') found.push(...applicationsOf(serveConfigV2, object));
  for (const inner of Object.values(value)) visit(inner, object, found);
}

function containerOf(container: Readonly<Record<string, unknown>>, where: string): Started {
  const entries = (Array.isArray(container['env']) ? container['env'] : []).filter(isMap);
  const variables = new Map<string, string>();
  for (const { name, value } of entries)
    if (typeof name === 'string' && isScalar(value)) variables.set(name, String(value));
  const words = [...texts(container['command']), ...texts(container['args'])];
  return {
    where,
    // Kubernetes puts the container's own variables in.
    words: words.map((word) =>
      word.replaceAll(/\$\((\w+)\)/g, (whole, name: string) => variables.get(name) ?? whole),
    ),
    variables,
  };
}

function applicationsOf(config: string, object: string): Started[] {
  const { root } = parse(config);
  const value = root === undefined ? undefined : toValue(root);
  const applications = isMap(value) ? value['applications'] : undefined;
  return (Array.isArray(applications) ? applications : []).filter(isMap).flatMap((application) => {
    const environment = isMap(application['runtime_env'])
      ? application['runtime_env']['env_vars']
      : undefined;
    if (!isMap(environment)) return [];
    const variables = new Map(
      Object.entries(environment).map(([name, text]) => [name, String(text)] as const),
    );
    const where = `Serve application ${String(application['name'])} in ${object}`;
    return [{ where, words: [], variables }];
  });
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isScalar).map(String) : [];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
