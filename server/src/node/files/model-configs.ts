import { join } from 'node:path';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ModelConfigFile } from '../../chart/model-config-file.ts';
import { readText, tellReadFailure } from './read-text.ts';

/** The largest published ones, with a table of quantised layers, have some hundred KiB. */
const maxBytes = 5 * 2 ** 20;

type Read = Pick<ModelConfigFile, 'path' | 'text'>;

export interface ModelConfigs {
  /** @param path absolute, of a config.json or of a folder with one. */
  read(path: string): Read;
  forget(path: string): void;
  forgetAll(): void;
}

/** Configs of models from the disk, remembered until they are said to have changed. */
export function modelConfigs(): ModelConfigs {
  const known = new Map<string, Read>();
  return {
    read(path) {
      let read = known.get(path);
      if (read === undefined) known.set(path, (read = readConfig(path)));
      return read;
    },
    forget(path) {
      for (const [named, read] of known)
        if (path === read.path || path === named || path === join(named, 'config.json'))
          known.delete(named);
    },
    forgetAll() {
      known.clear();
    },
  };
}

function readConfig(named: string): Read {
  const own = readText(named, maxBytes);
  const path = !own.ok && own.failure.kind === 'not-a-file' ? join(named, 'config.json') : named;
  const text = path === named ? own : readText(path, maxBytes);
  const told: Result<string, string> = text.ok
    ? ok(text.value)
    : failed(tellReadFailure(text.failure));
  return { path, text: told };
}
