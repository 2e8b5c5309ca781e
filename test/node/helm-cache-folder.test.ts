import { expect, test } from 'vitest';
import {
  helmContentCache,
  helmRepositoryCache,
} from '../../server/src/node/files/helm-cache-folder.ts';

const home = '/home/ann';

test.each<[string, Record<string, string>, NodeJS.Platform, string]>([
  ['its own variable', { HELM_REPOSITORY_CACHE: '/r', HELM_CACHE_HOME: '/h' }, 'linux', '/r'],
  ['empty is not set', { HELM_REPOSITORY_CACHE: '' }, 'linux', '/home/ann/.cache/helm/repository'],
  ["the variable of Helm's caches", { HELM_CACHE_HOME: '/h' }, 'linux', '/h/repository'],
  ['Linux', {}, 'linux', '/home/ann/.cache/helm/repository'],
  ['XDG', { XDG_CACHE_HOME: '/x' }, 'linux', '/x/helm/repository'],
  ['XDG on macOS', { XDG_CACHE_HOME: '/x' }, 'darwin', '/x/helm/repository'],
  ['macOS', {}, 'darwin', '/home/ann/Library/Caches/helm/repository'],
  ['Windows', { TEMP: 'C:\\T' }, 'win32', 'C:\\T\\helm\\repository'],
])('%s', (_what, environment, platform, folder) => {
  expect(helmRepositoryCache(environment, platform, home)).toBe(folder);
});

test('what Helm 4 keeps lies beside it', () => {
  expect(helmContentCache({}, 'linux', home)).toBe('/home/ann/.cache/helm/content');
  expect(helmContentCache({ HELM_CACHE_HOME: '/h' }, 'linux', home)).toBe('/h/content');
  expect(helmContentCache({ HELM_CONTENT_CACHE: '/c' }, 'linux', home)).toBe('/c');
  expect(helmContentCache({ HELM_REPOSITORY_CACHE: '/r' }, 'darwin', home)).toBe(
    '/home/ann/Library/Caches/helm/content',
  );
});
