import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { enclosed, splitArguments, withoutComments } from '../../build/facts/cpp-text.ts';
import { isServerOption, parseOptions } from '../../build/facts/llama-arguments.ts';
import { serverArguments } from '../../build/facts/server-arguments.ts';

/** Declarations in the forms that llama.cpp uses. */
const source = String.raw`
static std::initializer_list<enum llama_example> picture_programs = { LLAMA_EXAMPLE_MTMD, LLAMA_EXAMPLE_SERVER };
// add_opt(common_arg({"--in-a-comment"}, "none", [](common_params & params) {}));
add_opt(common_arg(
    {"-w", "--width"}, "N",
    string_format("how wide, say (default: %d)", params.width), // with a comment, and a bracket )
    [](common_params & params, int value) {
        if (value < 0) { throw std::invalid_argument("negative, or \"odd\" )"); }
        params.width = value;
    }
).set_env("LLAMA_ARG_WIDTH").set_examples({LLAMA_EXAMPLE_SERVER, LLAMA_EXAMPLE_CLI}));
add_opt(common_arg(
    {"--colour"},
    {"--no-colour"},
    "whether it is coloured",
    [](common_params & params, bool value) { params.colour = value; }
));
add_opt(common_arg({ "-m", "--mode" }, "[slow|fast]",
    R"(raw, with ") and a bracket)", [](common_params & params, const std::string & value) { params.mode = value; }
).set_examples(picture_programs));
add_opt(common_arg(
    {"--range"}, "FROM", "TO",
    "two values",
    [](common_params & params, const std::string & from, const std::string & to) { params.range = { from, to }; }
).set_excludes({LLAMA_EXAMPLE_SERVER}));
add_opt(common_arg({"--about"}, "print and end", [](common_params &) { print(); exit(0); }));
add_opt(common_arg({"--gone"}, "N", "gone", [](common_params & /*params*/, int /*value*/) { arg_removed("use --width"); }));
add_opt(common_arg({"--elsewhere"}, "for others", [](common_params & params) { params.x = true; }).set_examples({LLAMA_EXAMPLE_BENCH}));
`;

describe('options of llama.cpp', () => {
  const options = parseOptions(source);

  it('are read with names, value, environment and programs', () => {
    expect(options[0]).toEqual({
      names: ['-w', '--width'],
      negations: [],
      value: 'integer',
      placeholder: 'N',
      env: 'LLAMA_ARG_WIDTH',
      programs: ['SERVER', 'CLI'],
      notIn: [],
      isRemoved: false,
      ends: false,
    });
  });

  it('are told apart by what their handlers take', () => {
    expect(options.map(({ names, value }) => [names.at(-1), value])).toEqual([
      ['--width', 'integer'],
      ['--colour', 'none'],
      ['--mode', 'text'],
      ['--range', 'pair'],
      ['--about', 'none'],
      ['--gone', 'integer'],
      ['--elsewhere', 'none'],
    ]);
  });

  it('are of the server by lists of their own, and not where it is excluded', () => {
    const names = options.filter(isServerOption).map((option) => option.names.at(-1));
    expect(names).toEqual(['--width', '--colour', '--mode', '--about', '--gone']);
  });

  it('become arguments by long name, with what older releases had', () => {
    const older = parseOptions(
      `add_opt(common_arg({"--mode"}, "slow it is", [](common_params & params) { params.slow = true; }));
       add_opt(common_arg({"--left-over"}, "N", "", [](common_params & params, int value) { params.l = value; }));`,
    );
    expect(serverArguments([options.filter(isServerOption), older])).toEqual({
      arguments: [
        { flag: 'about', value: 'none', ends: true },
        { flag: 'colour', negations: ['no-colour'], value: 'none' },
        { flag: 'gone', value: 'integer', removed: true },
        {
          flag: 'mode',
          short: ['m'],
          value: 'text',
          olderValue: 'none',
          choices: ['slow', 'fast'],
        },
        { flag: 'width', short: ['w'], value: 'integer', env: 'LLAMA_ARG_WIDTH' },
      ],
      older: ['left-over'],
    });
  });

  it('of a form that is not known are an error, not a gap', () => {
    expect(() => parseOptions('add_opt(common_arg({"--x"}, "help", handler));')).toThrow(
      'No handler',
    );
    expect(() => parseOptions('add_opt(common_arg({"--x"}, "help"')).toThrow('never closed');
  });
});

const literal = fc.string({ unit: fc.constantFrom('a', ',', '(', ')', '{', ']', ' ', '/') });
const expression = fc.oneof(
  literal.map((text) => `"${text}"`),
  literal.map((text) => `R"x(${text})x"`),
  fc.constantFrom("'('", 'value', '{1, 2}', '[](int a) { return f(a, 1); }'),
);

test('a list is split where its parts meet, whatever stands in them', () => {
  fc.assert(
    fc.property(fc.array(expression, { minLength: 1 }), (parts) => {
      const list = parts.join(', ');
      expect(splitArguments(list)).toEqual(parts);
      expect(enclosed(`f(${list})`, 1)).toBe(list);
      expect(withoutComments(`${list} // end )\n`).startsWith(list)).toBe(true);
    }),
  );
});
