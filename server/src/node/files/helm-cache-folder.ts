import { posix, win32 } from 'node:path';

/** Variables of a process. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder in which Helm 3 keeps the charts that it fetched, by name and version, whether or not it exists.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/cli/environment.go and pkg/helmpath/lazypath*.go.
 */
export function helmRepositoryCache(
  environment: Environment,
  platform: NodeJS.Platform,
  homedir: string,
): string {
  return cacheFolder('repository', environment, platform, homedir);
}

/** The folder in which Helm 4 keeps them, by the hash of their bytes (pkg/downloader/cache.go). */
export function helmContentCache(
  environment: Environment,
  platform: NodeJS.Platform,
  homedir: string,
): string {
  return cacheFolder('content', environment, platform, homedir);
}

function cacheFolder(
  kind: 'repository' | 'content',
  environment: Environment,
  platform: NodeJS.Platform,
  homedir: string,
): string {
  const paths = platform === 'win32' ? win32 : posix;
  const set = (name: string) => environment[name] || undefined;
  const own = set(`HELM_${kind.toUpperCase()}_CACHE`);
  if (own !== undefined) return own;
  const cache = set('HELM_CACHE_HOME');
  if (cache !== undefined) return paths.join(cache, kind);
  // Helm asks for the XDG variable on every platform before it takes the platform's own folder.
  const platformCache = {
    darwin: () => paths.join(homedir, 'Library', 'Caches'),
    win32: () => set('TEMP') ?? paths.join(homedir, 'AppData', 'Local', 'Temp'),
    other: () => paths.join(homedir, '.cache'),
  }[platform === 'darwin' || platform === 'win32' ? platform : 'other'];
  return paths.join(set('XDG_CACHE_HOME') ?? platformCache(), 'helm', kind);
}
