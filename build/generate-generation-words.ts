import { readFileSync, writeFileSync } from 'node:fs';
import type { Generation } from '../server/src/chart/chart.ts';
import type { GenerationWord } from '../server/src/chart/generation-of-words.ts';

const root = new URL('../', import.meta.url);
const generations: readonly Generation[] = ['0.1', '0.2'];

/** What anybody's chart may have, and what 0.2 turns into flags of vLLM whatever the key is, tells no generation. */
const anyones: ReadonlySet<string> = new Set(['global']);
const passedOn: ReadonlySet<string> = new Set(['modelParameters']);

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

/** Keys that the schema of one generation describes and that of the other does not know, or knows as something else. */
export function generationWords(): readonly GenerationWord[] {
  return generations.flatMap((generation) => {
    const [own, other] = [generation, generation === '0.1' ? '0.2' : '0.1'].map(schemaOf);
    return own === undefined || other === undefined
      ? []
      : [...wordsIn(own, other, [])].map((word) => ({ generation, ...word }));
  });

  function* wordsIn(
    own: Schema,
    other: Schema,
    path: readonly string[],
  ): Generator<Omit<GenerationWord, 'generation'>> {
    for (const [key, inner] of Object.entries(own.properties ?? {})) {
      const at = [...path, key];
      const same = other.properties?.[key];
      if (anyones.has(at.join('.'))) continue;
      if (same === undefined) {
        if (isClosed(other, path)) yield { path: at };
        continue;
      }
      const as = kindOf(inner);
      const otherKind = kindOf(same);
      if (as !== undefined && otherKind !== undefined && as !== otherKind) yield { path: at, as };
      else yield* wordsIn(inner, same, at);
    }
  }
}

export function writeGenerationWords(): number {
  const words = generationWords();
  const lines = words.map((word) => `  ${JSON.stringify(word)}`).join(',\n');
  writeFileSync(new URL('server/src/chart/data/generation-words.json', root), `[\n${lines}\n]\n`);
  return words.length;
}

/** Whether a key that this map does not describe is none of the chart's: a map of any names describes nothing. */
function isClosed(map: Schema, path: readonly string[]): boolean {
  if (map.additionalProperties === false) return true;
  const isNamed = map.properties !== undefined && typeof map.additionalProperties !== 'object';
  return isNamed && !passedOn.has(path.join('.'));
}

function kindOf({ type }: Schema): GenerationWord['as'] {
  const types = [type ?? []].flat().filter((name) => name !== 'null');
  if (types.length !== 1) return undefined;
  return types[0] === 'array' ? 'list' : types[0] === 'object' ? 'map' : undefined;
}

function schemaOf(generation: string): Schema {
  const file = new URL(`schemas/values-${generation}.schema.json`, root);
  return JSON.parse(readFileSync(file, 'utf8')) as Schema;
}
