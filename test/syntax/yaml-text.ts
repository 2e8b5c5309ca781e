import fc from 'fast-check';
import { stringify } from 'yaml';

/** Words that trip YAML readers, beside plain ones. */
const word = fc.oneof(
  fc.constantFrom(
    ...['a', 'nvidia.com/gpu', 'true', 'no', '3.10', '0x1F', '017', '1e3', '~', '', ' ', 'a: b'],
    ...['#x', 'a #b', "it's", '"q"', '{{ .x }}', '- a', '*a', '&a', '!t', 'é', '🙂', '2001-01-01'],
    ...[
      'a\nb',
      'a\n\nb\n',
      ':',
      '?',
      '[',
      '1_000',
      '.5',
      '.',
      '-',
      '--',
      '|',
      '>',
      '%',
      '@',
      '\\',
      'a,b',
    ],
  ),
  fc.string({ maxLength: 6 }),
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_./-]{0,8}$/),
);

const leaf = fc.oneof(
  word,
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);

/** A value a values file may hold: a map at the top, anything below. */
export const values: fc.Arbitrary<Record<string, unknown>> = fc.letrec<{
  node: unknown;
  map: Record<string, unknown>;
}>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    tie('map'),
    fc.array(tie('node'), { maxLength: 3 }),
  ),
  map: fc.dictionary(word, tie('node'), { maxKeys: 4 }),
})).map;

/** Valid YAML 1.1 in many styles. */
export const yamlText: fc.Arbitrary<string> = fc
  .record({
    value: values,
    indent: fc.constantFrom(2, 4),
    indentSeq: fc.boolean(),
    collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
    lineWidth: fc.constantFrom(0, 30),
    isCrlf: fc.boolean(),
    hasComments: fc.boolean(),
  })
  .map(({ value, isCrlf, hasComments, ...style }) => {
    const text = stringify(value, { ...style, version: '1.1' });
    const commented = hasComments
      ? text.replaceAll(/^(\w[^\n"'|>]*)$/gm, '# before\n$1 # after')
      : text;
    return isCrlf ? commented.replaceAll('\n', '\r\n') : commented;
  });

/** A text with a few letters put in, taken out or doubled: what typing leaves behind. */
export function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const damage = fc.record({
    at: fc.nat(),
    removed: fc.nat({ max: 4 }),
    inserted: fc.constantFrom(
      ...[
        '',
        '<<: ',
        '"',
        "'",
        '{',
        '[',
        '}',
        ']',
        ':',
        '\t',
        '\n',
        '- ',
        '#',
        '&a ',
        '*a',
        '|',
        '\0',
        '\ud800',
      ],
      ...[
        '<<<<<<< x\n',
        '=======\n',
        '>>>>>>> x\n',
        '---\n',
        '\r',
        '? ',
        '!!',
        '%',
        '\ufeff',
        '  ',
        'x',
      ],
    ),
  });
  return fc.tuple(text, fc.array(damage, { minLength: 1, maxLength: 3 })).map(([whole, damages]) =>
    damages.reduce((current, { at, removed, inserted }) => {
      const start = current.length === 0 ? 0 : at % (current.length + 1);
      return current.slice(0, start) + inserted + current.slice(start + removed);
    }, whole),
  );
}
