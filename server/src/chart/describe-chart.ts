import { rayFrameworkOf } from '../catalog/frameworks.ts';
import { parse } from '../syntax/parse.ts';
import { findNode, type Node } from '../syntax/node.ts';
import { conditionsIn } from './condition.ts';
import { keyComments } from './key-comments.ts';
import { faultsOf } from './template-faults.ts';
import { habitsOf } from './template-habits.ts';
import type {
  Chart,
  ChartLocation,
  ChartTexts,
  Generation,
  JsonObject,
  NamedChart,
} from './chart.ts';

/** Names under which the chart is published; a Chart.yaml with another name is somebody else's chart. */
export const chartNames: ReadonlySet<string> = new Set([
  'ai-on-eks-inference-charts',
  'inference-charts',
]);

/** Reads name, version, generation and frameworks out of the chart's own files. Never throws. */
export function describeChart(texts: ChartTexts, location: ChartLocation): Chart {
  const metadata = metadataOf(texts.chartYaml);
  const templates = [...texts.templates.values()];
  const frameworks = frameworksIn(templates);
  const defaults = parse(texts.valuesYaml);
  return {
    ...metadata,
    location,
    generation: generationOf(metadata.version, frameworks),
    defaults,
    ...schemaIn(texts.valuesSchema),
    comments: keyComments(defaults),
    frameworks,
    habits: habitsOf(templates, texts.scripts ?? new Map()),
    faults: faultsOf(templates, [...(texts.scripts ?? new Map<string, string>()).values()]),
    conditions: conditionsIn(templates),
  };
}

/** What a Chart.yaml says of itself; empty where it says nothing. */
export function metadataOf(chartYaml: string): NamedChart {
  const { root } = parse(chartYaml);
  return { name: textAt(root, 'name') ?? '', version: textAt(root, 'version') ?? '' };
}

/** Templates outrank the version number: people edit their copy and keep the number. */
function generationOf(version: string, frameworks: readonly string[]): Generation | undefined {
  for (const generation of ['0.1', '0.2'] as const)
    if (frameworks.includes(rayFrameworkOf(generation) ?? '')) return generation;
  if (version.startsWith('0.1.')) return '0.1';
  if (version.startsWith('0.2.')) return '0.2';
  return undefined;
}

/** A schema that is no JSON object stops Helm; a render tells so. */
function schemaIn(text: string | undefined): { readonly valuesSchema?: JsonObject } {
  if (text === undefined) return {};
  try {
    const schema: unknown = JSON.parse(text);
    const isObject = typeof schema === 'object' && schema !== null && !Array.isArray(schema);
    return isObject ? { valuesSchema: schema as JsonObject } : {};
  } catch {
    return {};
  }
}

/** `eq .Values.inference.framework "x"`, in either order, `has … (list "a" "b")`, and through variables. */
function frameworksIn(templates: readonly string[]): string[] {
  const found = new Set<string>();
  const subject = String.raw`(?:[$\w.]*\.framework|\$framework)`;
  const comparisons = [
    new RegExp(String.raw`\beq\s+${subject}((?:\s+"[^"]*")+)`, 'g'),
    new RegExp(String.raw`\beq((?:\s+"[^"]*")+)\s+${subject}`, 'g'),
    new RegExp(String.raw`\bhas\s+${subject}\s+\(list((?:\s+"[^"]*")+)\)`, 'g'),
  ];
  for (const template of templates)
    for (const comparison of comparisons)
      for (const [, literals = ''] of template.matchAll(comparison))
        for (const [, literal = ''] of literals.matchAll(/"([^"]*)"/g)) found.add(literal);
  return [...found].sort();
}

function textAt(root: Node | undefined, key: string): string | undefined {
  const node = findNode(root, [key]);
  if (node?.kind !== 'scalar') return undefined;
  return typeof node.value === 'string' ? node.value : node.source || undefined;
}
