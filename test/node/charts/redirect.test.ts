import { expect, test } from 'vitest';
import { followRedirect } from '../../../server/src/node/http/redirect.ts';

function follow(from: string, location: string, status = 302) {
  const next = followRedirect(new URL(from), { status, headers: { location } });
  return next?.ok === true ? next.value.href : next?.failure;
}

test.each([
  ['https://a.example/x/y', 'https://b.example/z', 'https://b.example/z'],
  ['https://a.example/x/y', 'z', 'https://a.example/x/z'],
  ['https://a.example/x/y', '//b.example/z', 'https://b.example/z'],
  ['http://a.example/x', 'https://a.example/x', 'https://a.example/x'],
  ['http://a.example/x', 'http://b.example/x', 'http://b.example/x'],
  ['https://a.example/x', 'http://a.example/x', 'http://a.example is not encrypted'],
  ['https://a.example/x', 'http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
  ['https://a.example/x', 'http://[::1]/x', 'http://[::1]/x'],
  ['https://a.example/x', 'http://localhost/x', 'http://localhost/x'],
  [
    'https://a.example/x',
    'http://localhost.example/x',
    'http://localhost.example is not encrypted',
  ],
  ['https://a.example/x', 'file:///etc/passwd', 'it does not say to which address'],
])('%s leads to %s', (from, location, expected) => {
  expect(follow(from, location)).toBe(expected);
});

test.each([200, 300, 304, 305, 404])('%i leads nowhere', (status) => {
  expect(follow('https://a.example', 'https://b.example', status)).toBeUndefined();
});
