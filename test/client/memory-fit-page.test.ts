import { describe, expect, test } from 'vitest';
import { pageBody, pageShell } from '../../client/src/memory-fit/page.ts';
import type { FitAnswer } from '../../server/src/protocol.ts';

const estimated: FitAnswer = {
  kind: 'estimated',
  version: 3,
  verdict: 'does-not-fit',
  title: '<b>acme</b> on each "A10G"',
  reason: 'Too & large.',
  parts: [
    { kind: 'weights', label: 'Weights', size: '15.0 GiB', share: 0.75 },
    { kind: 'missing', label: 'Missing for one request', size: '5.0 GiB', share: 0.25 },
  ],
  figures: [['KV cache', '0 tokens']],
  risks: [],
  assumptions: ['Nothing else runs on the GPU.'],
  instances: [
    {
      name: 'g6e.xlarge',
      hardware: '1 × L40S',
      outcome: 'tensorParallelSize 1',
      isCurrent: false,
      edit: {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        newText: 'x',
      },
    },
    { name: 'p5.4xlarge', hardware: '1 × H100', outcome: '', isCurrent: true },
  ],
};

describe('the page', () => {
  test('lets nothing run or load but what carries its nonce', () => {
    const page = pageShell('n0nce');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'"`,
    );
    expect(page.match(/<(script|style)\b[^>]*>/g)).toEqual([
      '<style nonce="n0nce">',
      '<script nonce="n0nce">',
    ]);
    expect(page).not.toMatch(/\son\w+=|\sstyle=|https?:/);
  });

  test('says in text what the picture shows, and escapes what files say', () => {
    const body = pageBody(estimated, 'values<1>.yaml');
    expect(body).toContain('<h1>&#60;b&#62;acme&#60;/b&#62; on each &#34;A10G&#34;</h1>');
    expect(body).toContain('values&#60;1&#62;.yaml');
    expect(body).toContain('<strong class="does-not-fit">does not fit</strong> Too &#38; large.');
    expect(body).toContain(
      'role="img" aria-label="Memory of one device: Weights 15.0 GiB, Missing for one request 5.0 GiB"',
    );
    expect(body.match(/<rect class="\w+" x="[\d.]+" y="0" width="[\d.]+"/g)).toEqual([
      '<rect class="weights" x="0.0" y="0" width="750.0"',
      '<rect class="missing" x="750.0" y="0" width="250.0"',
    ]);
    expect(body).not.toMatch(/\son\w+=|\sstyle=/);
  });

  test('offers a button for what would change the file, and none for what is in use', () => {
    const body = pageBody(estimated, 'values.yaml');
    expect(body.match(/<button[^>]*>/g)).toEqual([
      '<button type="button" data-apply="g6e.xlarge" aria-label="Use g6e.xlarge">',
    ]);
    expect(body).toContain('in use');
  });

  test('lists what would have to be known', () => {
    const body = pageBody(
      { kind: 'unknown', version: 1, title: 'a/b', missing: ['the shape of a/b'], instances: [] },
      'values.yaml',
    );
    expect(body).toContain('<li>the shape of a/b</li>');
    expect(body).not.toContain('<button');
  });
});
