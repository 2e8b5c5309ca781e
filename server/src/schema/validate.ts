import type { Generation } from '../chart/chart.ts';
import type { Path } from '../syntax/node.ts';
import { generations } from './compiled/index.js';
import { describeFault } from './describe-fault.ts';
import { foldErrors } from './fold-errors.ts';
import { listKeyPaths } from './key-places.ts';
import type { SchemaFinding } from './schema-finding.ts';
import { judgeKey } from './unknown-key.ts';

/** More findings than this in one file tell nothing new. */
const maxFindings = 200;

/** The merged values, as far as they matter here. */
export interface Values {
  readonly value: Readonly<Record<string, unknown>>;
  at(path: Path): { readonly origin: { readonly kind: string } } | undefined;
  /** The key that they stand below in their file; absent for those of a whole file. */
  readonly below?: string;
}

/**
 * What the schema of the chart's generation says against merged values, in the schema's order;
 * nothing when the generation is unknown or has no schema. `isKnown` lets a chart have keys of its
 * own: those that its values.yaml sets are never called unknown.
 */
export function validateValues(
  values: Values,
  generation: Generation | undefined,
  isKnown: (path: Path) => boolean = () => false,
): readonly SchemaFinding[] {
  const compiled = generation === undefined ? undefined : generations[generation];
  if (compiled === undefined || compiled.validate(values.value)) return [];
  const { schema } = compiled;
  const findings = new Map<string, SchemaFinding>();
  let keyPaths: readonly Path[] | undefined;
  for (const fault of foldErrors(compiled.validate.errors ?? [], values.value)) {
    if (findings.size >= maxFindings) break;
    if (fault.keyword === 'unknown' && isKnown(fault.path)) continue;
    const finding =
      fault.keyword === 'unknown'
        ? judgeKey(fault.path, {
            values: values.value,
            schema,
            ...(values.below !== undefined && { below: values.below }),
            isWritten: (path) => values.at(path)?.origin.kind === 'document',
            keyPaths: (keyPaths ??= listKeyPaths(schema)),
          })
        : describeFault(fault);
    findings.set(JSON.stringify([finding.path, finding.message]), finding);
  }
  return [...findings.values()];
}
