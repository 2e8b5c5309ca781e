import { memoryFit } from './memory-fit.ts';
import { placeFixes } from './place-fixes.ts';
import type { Finding, Rule, Severity, Subject } from './rule.ts';
import { unreadKeys } from './unread-keys.ts';

/** A finding with the rule that made it. */
export interface RuleFinding extends Finding {
  readonly rule: string;
  readonly severity: Severity;
}

/** Runs every rule; keeps findings that blame this document. */
export function runRules(
  rules: readonly Rule[],
  { config, chart }: Pick<Subject, 'config' | 'chart'>,
): RuleFinding[] {
  const subject: Subject = {
    config,
    chart,
    memoryFit: once(() => memoryFit(config)),
    unreadKeys: once(() => unreadKeys(config, chart)),
  };
  const findings: RuleFinding[] = [];
  for (const rule of rules)
    for (const finding of rule.check(subject))
      if (finding.at.origin.kind === 'document')
        findings.push({
          ...placeFixes(finding, config),
          rule: rule.id,
          severity: finding.severity ?? rule.severity,
        });
  return findings;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
