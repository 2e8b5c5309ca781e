import type { ChartHabits, ScriptHabits } from './chart.ts';

/** Reads habits out of the templates' text. What cannot be seen there counts as not done. */
export function habitsOf(
  templates: readonly string[],
  scripts: ReadonlyMap<string, string>,
): ChartHabits {
  const script = scriptHabits(templates, scripts);
  return {
    disablesServiceLinks: templates.some((text) => /enableServiceLinks:\s*false/.test(text)),
    printsNumbersAsFloats: templates.some(printsNumbersAsFloats),
    givesSwitchesValues: templates.some(givesSwitchesValues),
    addsGpuToTag: templates.some((text) => /\bgpu"\s*\}\}-gpu\{\{-?\s*end\b/.test(text)),
    passesExtraArgsWhole: templates.some((text) =>
      /range \.Values\.inference\.modelServer\.extraArgs\s*-?\}\}\s*\n\s*- \{\{/.test(text),
    ),
    passesEngineKwargs: templates.some((text) =>
      /\bengine_kwargs: \{\{.*\bengineKwargs\b/.test(text),
    ),
    ...(script !== undefined && { script }),
  };
}

/** `range $key, $value := .Values.modelParameters` with a bare `{{ $value }}` or `{{ $value | quote }}` behind it. */
function printsNumbersAsFloats(template: string): boolean {
  const ranges = template.matchAll(
    /range\s+\$\w+\s*,\s*\$(\w+)\s*:=\s*\$?\.Values\.modelParameters\b/g,
  );
  for (const { 0: head, 1: variable = '', index } of ranges) {
    const printed = new RegExp(String.raw`\{\{-?\s*\$${variable}\s*(?:\|\s*quote\s*)?-?\}\}`);
    if (printed.test(template.slice(index + head.length))) return true;
  }
  return false;
}

/** `printf "--%s %v" (kebabcase $key) $value` over modelParameters, with no branch for booleans beside it. */
function givesSwitchesValues(template: string): boolean {
  return (
    /\bmodelParameters\b/.test(template) &&
    /printf\s+"--%s %[sv]"\s+\(?[^)]*kebabcase/.test(template) &&
    !/(?:kindIs|typeIs)\s+"bool"/.test(template)
  );
}

/** Parameters as `MAX_NUM_SEQS`-like variables, and Python in the templates that asks for some by name. */
function scriptHabits(
  templates: readonly string[],
  scripts: ReadonlyMap<string, string>,
): ScriptHabits | undefined {
  const makesVariables = templates.some(
    (text) =>
      /range[^}]+\.Values\.modelParameters\b/.test(text) && /snakecase\s*\|\s*upper/.test(text),
  );
  const printed = templates.join('\n');
  const text = [printed, ...scripts.values()].join('\n');
  // Who passes the environment on, or looks names up, may read every variable.
  const isOpen = /os\.environ(?!\s*(?:\.get\s*\(\s*["']|\[\s*["']))|getenv\(\s*[^"'\s]/.test(text);
  const isInSight = [...printed.matchAll(/\.Files\.(\w+)(?:\s+"([^"]+)")?/g)].every(
    ([, method, name = '']) => method === 'Get' && scripts.has(name),
  );
  // Charts have scripts that serve nothing, too: one that copies models asks for its own variables.
  const serves = /^\s*(?:import|from)\s+(?:vllm|ray)\b/m.test(text);
  if (!makesVariables || isOpen || !isInSight || !serves) return undefined;
  const asked = /os\.(?:getenv\(|environ\.get\(|environ\[)\s*["'](\w+)["']/g;
  const variables = [...text.matchAll(asked)].map(([, name = '']) => name);
  if (variables.length === 0) return undefined;
  // Shells and Kubernetes put variables in as $NAME, ${NAME} and $(NAME).
  const substituted = [...text.matchAll(/\$[({]?([A-Z][A-Z0-9_]+)\b/g)].map(
    ([, name = '']) => name,
  );
  const truthy = /\bbool\(\s*os\.(?:getenv|environ\.get)\(\s*["'](\w+)["']/g;
  return {
    variables: new Set([...variables, ...substituted]),
    engineArguments: engineArguments(text),
    truthy: new Set([...text.matchAll(truthy)].map(([, name = '']) => name)),
  };
}

/** Names in `AsyncEngineArgs(name=…, …)`, a line each, up to its closing bracket. */
function engineArguments(text: string): Set<string> {
  const calls = text.matchAll(/\bAsyncEngineArgs\(([\s\S]*?)\n\s*\)/g);
  return new Set(
    [...calls].flatMap(([, body = '']) =>
      [...body.matchAll(/^\s*([a-z_0-9]+)=/gm)].map(([, name = '']) => name),
    ),
  );
}
