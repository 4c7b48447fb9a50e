/** What networks and newsletters hang onto an address; it never says where something is. */
const junk = /^(utm_|fbclid$|gclid$|mc_|igshid$)/;

/**
 * An old address in one form: its path without a slash at the end and its query without what was hung onto
 * it, percent-encoded in one way. The front page is ''.
 */
export function oldPathOf({ pathname, searchParams }: URL): string {
  const kept = [...searchParams].filter(([name]) => !junk.test(name));
  const query = new URLSearchParams(kept).toString();
  return upper(pathname.replace(/\/$/, '')) + (query && `?${query}`);
}

/** What has moved away from this address; its query counts only where an alias has one. */
export function findOld<Item>(byAlias: ReadonlyMap<string, Item>, url: URL): Item | undefined {
  const path = new URL(url);
  path.search = '';
  return byAlias.get(oldPathOf(url)) ?? byAlias.get(oldPathOf(path));
}

/** As browsers write what they encode: some systems write it in small letters. */
const upper = (path: string) => path.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
