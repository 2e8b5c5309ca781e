import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar/header';
import type { EntryTypeName } from 'tar/types';

export interface Entry {
  readonly path: string;
  readonly text?: string;
  readonly type?: EntryTypeName;
  readonly linkpath?: string;
}

const blockBytes = 512;

/** A gzip archive of exactly these entries, whatever harm they would do. */
export function pack(entries: readonly Entry[]): Buffer {
  return gzipSync(tar(entries));
}

export function tar(entries: readonly Entry[]): Buffer {
  const end = Buffer.alloc(2 * blockBytes);
  return Buffer.concat([...entries.flatMap(entryBlocks), end]);
}

function entryBlocks({ path, text = '', type = 'File', linkpath }: Entry): Buffer[] {
  const content = Buffer.from(text);
  const header = Buffer.alloc(blockBytes);
  new Header({
    path,
    type,
    size: content.length,
    mode: 0o644,
    mtime: new Date(0),
    ...(linkpath !== undefined && { linkpath }),
  }).encode(header);
  return [header, content, Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes)];
}

export function chartEntries(version: string, name = 'inference-charts'): readonly Entry[] {
  return [
    { path: `${name}/Chart.yaml`, text: `apiVersion: v2\nname: ${name}\nversion: ${version}\n` },
    { path: `${name}/values.yaml`, text: 'inference:\n  framework: vllm\n' },
    { path: `${name}/templates/vllm.yaml`, text: 'image: {{ .Values.image }}\n' },
  ];
}

export function packedChart(version: string, name?: string): Buffer {
  return pack(chartEntries(version, name));
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
