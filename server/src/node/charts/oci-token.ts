import { isThisMachine } from '../http/proxy.ts';
import type { Web } from '../http/web.ts';

const maxTokenBytes = 2 ** 20;

/**
 * The token that a registry gives to anybody; undefined when it gives none.
 * Source: https://distribution.github.io/distribution/spec/auth/token/
 */
export async function anonymousToken(
  web: Web,
  challenge: string | string[] | undefined,
): Promise<string | undefined> {
  const written = [challenge ?? ''].flat().find((one) => /^Bearer /i.test(one));
  const fields = new Map(
    [...(written ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      value,
    ]),
  );
  const address = URL.parse(fields.get('realm') ?? '');
  if (address === null) return undefined;
  if (address.protocol !== 'https:' && !isThisMachine(address.hostname)) return undefined;
  for (const key of ['service', 'scope']) {
    const value = fields.get(key);
    if (value !== undefined) address.searchParams.set(key, value);
  }
  const answer = await web.get(address, { maxBytes: maxTokenBytes });
  return answer.ok && answer.value.status === 200 ? tokenIn(answer.value.body) : undefined;
}

function tokenIn(body: Buffer): string | undefined {
  try {
    const { token, access_token: other } = JSON.parse(body.toString('utf8')) as Readonly<
      Record<string, unknown>
    >;
    return [token, other].find((value) => typeof value === 'string');
  } catch {
    return undefined;
  }
}
