import { expect, test } from 'vitest';
import { proxyFor } from '../../server/src/node/http/proxy.ts';

const proxy = 'http://proxy:3128';

/** As golang.org/x/net/http/httpproxy decides, which kubectl uses. */
test.each<[string, string, Record<string, string>, string | undefined]>([
  ['none is set', 'https://api.example.com', {}, undefined],
  ['for https', 'https://api.example.com', { HTTPS_PROXY: proxy }, proxy],
  ['lower case', 'https://api.example.com', { https_proxy: proxy }, proxy],
  ['upper case wins', 'https://a.b', { HTTPS_PROXY: proxy, https_proxy: 'http://other' }, proxy],
  ['empty is not set', 'https://a.b', { HTTPS_PROXY: '', https_proxy: proxy }, proxy],
  ['http has its own', 'https://api.example.com', { HTTP_PROXY: proxy }, undefined],
  ['plain http', 'http://api.example.com', { HTTP_PROXY: proxy }, proxy],
  ['a bare address', 'https://a.b', { HTTPS_PROXY: 'proxy:3128' }, proxy],
  ['socks', 'https://a.b', { HTTPS_PROXY: 'socks5://s:1080' }, 'socks5://s:1080'],
  ['localhost', 'https://localhost:6443', { HTTPS_PROXY: proxy }, undefined],
  ['loopback', 'https://127.9.9.9:6443', { HTTPS_PROXY: proxy }, undefined],
  ['loopback of IPv6', 'https://[::1]:6443', { HTTPS_PROXY: proxy }, undefined],
  ...exempt('https://api.example.com', [
    ['*', true],
    ['api.example.com', true],
    ['example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['ample.com', false],
    ['other.com, API.Example.com', true],
    ['api.example.com:443', true],
    ['api.example.com:6443', false],
    ['', false],
    [':443', false],
  ]),
  ...exempt('https://example.com', [
    ['.example.com', false],
    ['*.example.com', false],
    ['example.com', true],
  ]),
  ...exempt('https://10.0.3.4:6443', [
    ['10.0.0.0/16', true],
    ['10.1.0.0/16', false],
    ['10.0.3.4', true],
    ['10.0.3.4:6443', true],
    ['10.0.3.4:443', false],
    ['0.3.4', false],
    ['10.0.0.0/99', false],
  ]),
  ...exempt('https://[fd00::5]:6443', [
    ['fd00::/8', true],
    ['fd00::5', true],
    ['[fd00::5]:6443', true],
    ['[fd00::5]:443', false],
    ['fe80::/10', false],
  ]),
])('%s: %s %j', (_what, server, env, expected) => {
  expect(proxyFor(server, env)).toBe(expected);
});

type Row = [string, string, Record<string, string>, string | undefined];

function exempt(server: string, rows: readonly [string, boolean][]): Row[] {
  return rows.map(([list, isExempt]) => [
    `NO_PROXY=${list}`,
    server,
    { HTTPS_PROXY: proxy, no_proxy: list },
    isExempt ? undefined : proxy,
  ]);
}
