/** What came of a deployment. */
export interface DeployResult {
  /** `serving`, or what stopped it. */
  readonly kind: string;
  readonly message: string;
  readonly revision?: number;
  /** Objects that were written, as "Kind name". */
  readonly written: readonly string[];
  /** What its workloads were given to get ready; absent when it was not applied. */
  readonly rolloutBudgets?: readonly object[];
  /** Commands that ask the model. */
  readonly howToAsk?: string;
  /** Markdown: what there was to see when it was given up. */
  readonly evidence?: string;
  /** Lines of the values files that decide it, as `file:line key`. */
  readonly decidedBy?: readonly string[];
  readonly waysOut?: string;
}

export function formatDeploy(result: DeployResult, format: 'text' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(result, null, 2)}\n`;
  const { message, howToAsk, evidence, decidedBy = [], waysOut } = result;
  const lines = [
    message,
    ...(howToAsk === undefined ? [] : ['Ask it:', howToAsk]),
    ...(decidedBy.length === 0 ? [] : ['Decided by:', ...decidedBy.map((line) => `  ${line}`)]),
    ...(evidence === undefined ? [] : ['', evidence.trimEnd(), '']),
    ...(waysOut === undefined ? [] : [waysOut]),
  ];
  return `${lines.join('\n')}\n`;
}
