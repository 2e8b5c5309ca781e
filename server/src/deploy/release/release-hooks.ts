import { mapAt, textAt, type Json } from '../objects/json.ts';
import { refOf } from '../objects/kube-object.ts';
import { hooksOf, type RenderedDocument } from '../objects/manifest.ts';

/**
 * What Helm keeps of hooks in a record, in its order: `helm test` runs those of the event `test` from
 * here, also after us. Fields that would be empty are left out.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/release/v1/hook.go and util/manifest_sorter.go.
 */
export function releaseHooks(
  documents: readonly RenderedDocument[],
  readYaml: (text: string) => unknown,
): readonly Json[] {
  return documents
    .filter(({ hook }) => hook !== undefined)
    .flatMap(({ source, text }): Json[] => {
      const object = readYaml(text);
      const ref = refOf(object);
      if (ref === undefined) return [];
      const annotations = mapAt(object, 'metadata', 'annotations');
      const weight = weightIn(textAt(annotations, 'helm.sh/hook-weight'));
      const policies = listIn(textAt(annotations, 'helm.sh/hook-delete-policy'));
      const logs = listIn(textAt(annotations, 'helm.sh/hook-output-log-policy'));
      return [
        {
          name: ref.name,
          kind: ref.kind,
          path: source,
          manifest: contentOf(text),
          events: hooksOf(object).map((event) => (event === 'test-success' ? 'test' : event)),
          last_run: { phase: '' },
          ...(weight !== 0 && { weight }),
          ...(policies.length > 0 && { delete_policies: policies }),
          ...(logs.length > 0 && { output_log_policies: logs }),
        },
      ];
    });
}

/** Without the two lines and the line end that Helm prints around a document. */
function contentOf(text: string): string {
  return text.replace(/^---\n# Source: .*\n/, '').replace(/\n$/, '');
}

/** As Go's strconv.Atoi reads it, and 0 for what it does not. */
function weightIn(text = ''): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}

function listIn(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').map((one) => one.trim().toLowerCase());
}
