import { enclosed, splitArguments, stringsIn, withoutComments } from './cpp-text.ts';

/** One command-line option as llama.cpp's common/arg.cpp declares it. */
export interface LlamaOption {
  /** With their dashes: `-c`, `--ctx-size`. */
  readonly names: readonly string[];
  /** Names that turn the option off: `--no-mmap`. */
  readonly negations: readonly string[];
  readonly value: 'none' | 'integer' | 'text' | 'pair';
  /** What the help prints for the value: `N`, `[on|off|auto]`. */
  readonly placeholder?: string;
  readonly env?: string;
  /** Programs that have it, as `SERVER`; `COMMON` is all of them. */
  readonly programs: readonly string[];
  readonly notIn: readonly string[];
  /** The option only says that it is gone. */
  readonly isRemoved: boolean;
  /** The program prints something and ends. */
  readonly ends: boolean;
}

/** Every option of the source, in its order. Throws where a declaration has a form that is not known. */
export function parseOptions(source: string): readonly LlamaOption[] {
  const code = withoutComments(source);
  const lists = namedLists(code);
  return [...code.matchAll(/\badd_opt\((?=\s*common_arg\()/g)].map(({ index, 0: call }) =>
    optionOf(enclosed(code, index + call.length - 1), lists),
  );
}

/** Options that llama-server has, by the rules of common_params_parser_init(). */
export function isServerOption({ programs, notIn }: LlamaOption): boolean {
  const isIn = programs.includes('SERVER') || programs.includes('COMMON');
  return isIn && !notIn.includes('SERVER');
}

type ProgramLists = ReadonlyMap<string, readonly string[]>;

function optionOf(declaration: string, lists: ProgramLists): LlamaOption {
  const start = declaration.indexOf('(');
  const inner = enclosed(declaration, start);
  const chained = declaration.slice(start + inner.length + 2);
  const [list = '', second = '', ...rest] = splitArguments(inner);
  const handler = [second, ...rest].find((part) => part.startsWith('['));
  if (handler === undefined) throw new Error(`No handler in ${declaration}`);
  const value = valueOf(handler);
  const [placeholder] = value === 'none' ? [] : stringsIn(second);
  const [env] = stringsIn(chainedCall(chained, 'set_env') ?? '');
  return {
    names: stringsIn(list),
    negations: second.startsWith('{') ? stringsIn(second) : [],
    value,
    ...(placeholder !== undefined && { placeholder }),
    ...(env !== undefined && { env }),
    programs: programsIn(chainedCall(chained, 'set_examples'), lists) ?? ['COMMON'],
    notIn: programsIn(chainedCall(chained, 'set_excludes'), lists) ?? [],
    isRemoved: /\barg_removed\(/.test(handler),
    ends: /\bexit\(0\)|\bparams\.(?:usage|completion) = true/.test(handler),
  };
}

/** By the parameters of the handler, as common_arg's constructors tell options apart. */
function valueOf(handler: string): LlamaOption['value'] {
  const captureEnd = handler.indexOf(']');
  const [, ...parameters] = splitArguments(enclosed(handler, handler.indexOf('(', captureEnd)));
  if (parameters.length === 2) return 'pair';
  const [parameter = ''] = parameters;
  if (parameter === '' || /^bool\b/.test(parameter)) return 'none';
  return /^int\b/.test(parameter) ? 'integer' : 'text';
}

function chainedCall(chained: string, method: string): string | undefined {
  const at = chained.indexOf(`.${method}(`);
  return at === -1 ? undefined : enclosed(chained, at + method.length + 1);
}

/** Written out, or by the name of a list that stands further up. */
function programsIn(call: string | undefined, lists: ProgramLists): readonly string[] | undefined {
  if (call === undefined) return undefined;
  const name = call.trim();
  if (!/^\w+$/.test(name)) return programNames(call);
  const list = lists.get(name);
  if (list === undefined) throw new Error(`No list of programs is called ${name}.`);
  return list;
}

function namedLists(code: string): ProgramLists {
  const lists = code.matchAll(/\b(\w+) = \{([^{}]*\bLLAMA_EXAMPLE_[^{}]*)\}/g);
  return new Map([...lists].map(([, name = '', body = '']) => [name, programNames(body)]));
}

function programNames(text: string): readonly string[] {
  return [...text.matchAll(/\bLLAMA_EXAMPLE_(\w+)/g)].map(([, name = '']) => name);
}
