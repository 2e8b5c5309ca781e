import type { Path } from '../syntax/node.ts';

/**
 * Keys that Helm itself gives a meaning (global) or that most charts have by custom, so that they
 * are written out of habit or for the sake of another chart. Nothing goes wrong when none reads them.
 * Source: https://helm.sh/docs/chart_template_guide/subcharts_and_globals/ and the chart that
 * `helm create` writes, Helm 4.
 */
export function isConventional(path: Path): boolean {
  return conventional.has(String(path[0]));
}

const conventional: ReadonlySet<string> = new Set([
  'global',
  'nameOverride',
  'fullnameOverride',
  'commonLabels',
  'commonAnnotations',
  'imagePullSecrets',
  'podAnnotations',
  'podLabels',
]);
