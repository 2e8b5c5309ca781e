import type { ChartHabits } from './chart.ts';

/** Reads habits out of the templates' text. What cannot be seen there counts as not done. */
export function habitsOf(templates: readonly string[]): ChartHabits {
  return {
    disablesServiceLinks: templates.some((text) => /enableServiceLinks:\s*false/.test(text)),
    printsNumbersAsFloats: templates.some(printsNumbersAsFloats),
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
