/** The address of a repository, when it is one that charts can be fetched from. */
export function readRepositoryAddress(written: string): URL | undefined {
  const address = URL.parse(written.trim());
  if (address === null || address.hostname === '') return undefined;
  return ['https:', 'http:', 'oci:'].includes(address.protocol) ? address : undefined;
}

/**
 * What an index refers to: absolute as it is, else below the repository, with the repository's query.
 * A name and password go along to the same server only.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/repo/v1/chartrepo.go (ResolveReferenceURL).
 */
export function referTo(repository: URL, reference: string): URL | undefined {
  const absolute = URL.parse(reference);
  if (absolute !== null) return isWeb(absolute) ? signedIn(absolute, repository) : undefined;
  const folder = new URL(repository);
  folder.pathname = `${folder.pathname.replace(/\/$/, '')}/`;
  const resolved = URL.parse(reference, folder.href);
  if (resolved === null || !isWeb(resolved)) return undefined;
  resolved.search = folder.search;
  return resolved;
}

/** As it may be shown: a name and password, or a token in the query, stay out of it. */
export function shownAddress(address: URL): string {
  const shown = new URL(address);
  shown.username = '';
  shown.password = '';
  shown.search = '';
  return shown.href;
}

function signedIn(address: URL, { origin, username, password }: URL): URL {
  if (address.origin !== origin || address.username !== '') return address;
  const signed = new URL(address);
  signed.username = username;
  signed.password = password;
  return signed;
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}
