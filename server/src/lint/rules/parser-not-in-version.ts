import {
  parserKnownIn,
  parserSince,
  parserUntil,
  parsersOf,
  type ParserKind,
} from '../../catalog/vllm-parsers.ts';
import type { Version } from '../../catalog/versions.ts';
import type { Fact } from '../../model/merged-values.ts';
import { closest } from '../../schema/closest.ts';
import { blame, tell } from '../blame.ts';
import { printedFlags } from '../printed-flags.ts';
import type { Rule, Subject } from '../rule.ts';
import { setFlagFix } from '../set-flag-fix.ts';
import { vllmWheels } from '../sources.ts';
import { switchFlag, vllmFlag } from '../vllm-flag.ts';

export const parserNotInVersion: Rule = {
  id: 'parser-not-in-version',
  severity: 'error',
  summary: 'A tool-call or reasoning parser is named that this vLLM does not have.',
  why: 'Parsers come and go with vLLM\'s releases, and their names are spelt in several ways (glm45, kimi_k2, openai). With a name that it does not have, the server stops at start-up: "KeyError: invalid tool call parser: glm47 (chose from { ... })".',
  sources: [vllmWheels],
  *check(subject) {
    const printed = printedFlags(subject);
    if (printed === undefined) return;
    const { imageTag } = subject.config;
    for (const { kind, flag, named } of namedParsers(subject)) {
      const name = String(named.value);
      if (parserKnownIn(kind, name, printed.version) !== false) continue;
      const at = blame(named, imageTag);
      if (at === undefined) continue;
      const near = nearest(kind, name, printed.version);
      yield {
        at,
        message: `vLLM ${printed.version.text} has no ${flag.replaceAll('-', ' ')} ${name}${lifeOf(kind, name)} and stops at start-up. ${adviceOf(kind, name, near)}`,
        ...(imageTag &&
          at !== imageTag && {
            related: [{ at: imageTag, message: `The image tag is ${tell(imageTag)}.` }],
          }),
        ...(near !== undefined && at === named && { fixes: setFlagFix(named, near) }),
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          modelParameters:
            maxModelLen: 8192
            enableAutoToolChoice: true
            toolCallParser: glm47
          #                 ^^^^^ parser-not-in-version
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.10.2
          #          ^^^^^^^ related parser-not-in-version
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          modelParameters:
            maxModelLen: 8192
            enableAutoToolChoice: true
            toolCallParser: glm45
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.10.2
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
          #          ^^^^^^^ related parser-not-in-version
              extraArgs:
                - --reasoning-parser=deepseek-r1
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ parser-not-in-version
        `,
        fixed: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
              extraArgs:
                - "--reasoning-parser=deepseek_r1"
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.19.1
            extraArgs:
              - --enable-auto-tool-choice
              - --tool-call-parser=my_parser
              - --tool-parser-plugin=/parsers/my_parser.py
              - --reasoning-parser=qwen3
      `,
      `
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.19.1
            extraArgs:
              - --tool-call-parser=read-by-nobody
      `,
    ],
  },
};

interface NamedParser {
  readonly kind: ParserKind;
  readonly flag: string;
  readonly named: Fact;
}

/** Parsers that vLLM looks up by name; a plugin may bring any other name along. */
function* namedParsers(subject: Subject): Iterable<NamedParser> {
  // Without automatic tool choice nobody looks the name up.
  if (switchFlag(subject, 'enable-auto-tool-choice')?.value === true)
    yield* namedBy(subject, 'tool', 'tool-call-parser', 'tool-parser-plugin');
  yield* namedBy(subject, 'reasoning', 'reasoning-parser', 'reasoning-parser-plugin');
}

function* namedBy(
  subject: Subject,
  kind: ParserKind,
  flag: string,
  plugin: string,
): Iterable<NamedParser> {
  const named = vllmFlag(subject, flag);
  const { flags, known } = subject.config;
  if (flags.has(plugin) || [plugin, flag].some((one) => known.undecidedFlags.has(one))) return;
  // What the shell or a template makes of other texts is not known.
  if (typeof named?.value !== 'string' || !/^[\w.-]+$/.test(named.value)) return;
  if (/^none$/i.test(named.value)) return;
  yield { kind, flag, named };
}

function lifeOf(kind: ParserKind, name: string): string {
  const [since, until] = [parserSince(kind, name), parserUntil(kind, name)];
  if (until !== undefined) return ` any more (${until} was the last to have it)`;
  return since === undefined ? '' : ` yet (it came with ${since})`;
}

/** The name that was probably meant, of those that this version has. */
function nearest(kind: ParserKind, name: string, version: Version): string | undefined {
  const [first, second] = closest(name, parsersOf(kind, version));
  return first !== undefined && (second === undefined || isPlainly(name, first))
    ? first
    : undefined;
}

function isPlainly(name: string, other: string): boolean {
  return name.replaceAll(/[-_.]/g, '').toLowerCase() === other.replaceAll(/[-_.]/g, '');
}

function adviceOf(kind: ParserKind, name: string, near: string | undefined): string {
  const since = parserUntil(kind, name) === undefined ? parserSince(kind, name) : undefined;
  const newer = since === undefined ? undefined : `Use an image of ${since} or newer`;
  if (near !== undefined)
    return newer === undefined ? `${near} is there.` : `${newer}; ${near} is there already.`;
  return newer === undefined ? 'Use the one that the model needs, or leave it out.' : `${newer}.`;
}
