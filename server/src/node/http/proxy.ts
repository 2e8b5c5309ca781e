import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that kubectl and helm would take to this server when nothing else names one; undefined for none.
 * Source: golang.org/x/net v0.47.0, http/httpproxy/proxy.go.
 */
export function proxyFor(server: string, env: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const isSecure = protocol === 'https:';
  const proxy = first(env, isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '') return undefined;
  if (isThisMachine(hostname)) return undefined;
  const host = bare(hostname);
  const place = { host, port: port === '' ? (isSecure ? '443' : '80') : port };
  if (isExempt(place, first(env, 'NO_PROXY'))) return undefined;
  return /^(https?|socks5h?):\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** A host of a URL that never leaves this machine. */
export function isThisMachine(hostname: string): boolean {
  const host = bare(hostname);
  return host === 'localhost' || isWithin(host, '127.0.0.0', 8) || isWithin(host, '::1', 128);
}

/** IPv6 addresses stand in brackets in a URL. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
}

/** Upper case wins, and empty counts as not set. */
function first(env: Environment, name: string): string {
  return (
    [env[name], env[name.toLowerCase()]].find((value) => value !== undefined && value !== '') ?? ''
  );
}

interface Place {
  readonly host: string;
  readonly port: string;
}

function isExempt(place: Place, noProxy: string): boolean {
  const entries = noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
  return entries.includes('*') || entries.some((entry) => matches(place, entry));
}

function matches({ host, port }: Place, entry: string): boolean {
  const range = /^(.+)\/(\d+)$/.exec(entry);
  if (range !== null) return isWithin(host, range[1] ?? '', Number(range[2]));
  const { name, wantedPort } = splitPort(entry);
  if (name === '' || (wantedPort !== '' && wantedPort !== port)) return false;
  if (isIP(name) !== 0)
    return isIP(host) !== 0 && isWithin(host, name, isIP(name) === 4 ? 32 : 128);
  const suffix = domainToASCII(name.replace(/^\*?\./, '')) || name;
  // `.example.com` is for what is below it, `example.com` also for itself.
  const isItself = host === suffix && !/^\*?\./.test(name);
  return isItself || host.endsWith(`.${suffix}`);
}

/** `[::1]:443`, `host:443`; a bare IPv6 address has colons and no port. */
function splitPort(entry: string): { readonly name: string; readonly wantedPort: string } {
  const [, bracketed, bracketedPort] = /^\[(.*)\](?::(.*))?$/.exec(entry) ?? [];
  if (bracketed !== undefined) return { name: bracketed, wantedPort: bracketedPort ?? '' };
  const [, name, wantedPort] = /^([^:]*):([^:]*)$/.exec(entry) ?? [];
  return name === undefined
    ? { name: entry, wantedPort: '' }
    : { name, wantedPort: wantedPort ?? '' };
}

function isWithin(host: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) === 0 || bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}
