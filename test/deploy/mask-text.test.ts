import { expect, test } from 'vitest';
import { maskText } from '../../server/src/deploy/objects/mask-text.ts';

test.each([
  ['401 for token hf_AbCdEfGhIjKlMnOpQrSt', '401 for token (masked)'],
  ['Authorization: Bearer abcdef123456.x', 'Authorization: Bearer (masked)'],
  ['HF_TOKEN=abcd1234efgh5678', 'HF_TOKEN=(masked)'],
  ["'api_key': 'sk-live-0123456789'", "'api_key': '(masked)'"],
  ['DB_PASSWORD=short', 'DB_PASSWORD=(masked)'],
  ['GET https://user:pass@host/x', 'GET https://user:(masked)@host/x'],
  ['AKIAABCDEFGHIJKLMNOP in use', '(masked) in use'],
])('%s', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  'max_num_batched_tokens=8192, tokenizer=meta-llama/Llama-3.1-8B',
  'The KV cache holds 28480 tokens',
  'eos_token_id: 128009 and pad_token <|end_of_text|>',
  'tokenizer_mode=auto, skip_tokenizer_init=False',
])('leaves alone: %s', (text) => {
  expect(maskText(text)).toBe(text);
});
