import { failed, ok, type Result } from '../../base/result.ts';
import { isThisMachine } from './proxy.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where an answer leads; undefined when it leads nowhere. The failure is the end of a sentence. */
export function followRedirect(
  from: URL,
  { status, headers }: Answer,
): Result<URL, string> | undefined {
  if (!redirects.has(status)) return undefined;
  const [location = ''] = [headers['location'] ?? ''].flat();
  const to = location === '' ? null : URL.parse(location, from.href);
  if (to === null || !['https:', 'http:'].includes(to.protocol))
    return failed('it does not say to which address');
  if (from.protocol === 'https:' && to.protocol === 'http:' && !isThisMachine(to.hostname))
    return failed(`${to.origin} is not encrypted`);
  return ok(to);
}
