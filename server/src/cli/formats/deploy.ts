/** What came of a deployment. */
export interface DeployResult {
  /** `serving`, or what stopped it. */
  readonly kind: string;
  readonly message: string;
  readonly revision?: number;
  /** Objects that were written, as "Kind name". */
  readonly written: readonly string[];
}

export function formatDeploy(result: DeployResult, format: 'text' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : `${result.message}\n`;
}
