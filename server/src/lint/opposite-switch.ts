/** enableX and noEnableX turn each other off, and so do enable-x and no-enable-x. */
export function oppositeSwitch(key: string): string {
  if (key.includes('-')) return key.startsWith('no-') ? key.slice('no-'.length) : `no-${key}`;
  const turned = /^no([A-Z])(.*)$/.exec(key);
  if (turned !== null) return `${(turned[1] ?? '').toLowerCase()}${turned[2] ?? ''}`;
  return `no${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
