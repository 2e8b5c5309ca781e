import type { Finding, Rule, Severity, Subject } from './rule.ts';

/** A finding with the rule that made it. */
export interface RuleFinding extends Finding {
  readonly rule: string;
  readonly severity: Severity;
}

/** Runs every rule; keeps findings that blame this document. */
export function runRules(rules: readonly Rule[], subject: Subject): RuleFinding[] {
  const findings: RuleFinding[] = [];
  for (const rule of rules)
    for (const finding of rule.check(subject))
      if (finding.at.origin.kind === 'document')
        findings.push({ ...finding, rule: rule.id, severity: rule.severity });
  return findings;
}
