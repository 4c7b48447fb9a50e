/**
 * A web address that people may put where others read it, in the normal form of the URL standard: http or https,
 * a host with a dot, and no user name: `https://reader@news.example` would be an address in disguise.
 */
export function publicUrl(text: string): string | undefined {
  const url = URL.parse(text);
  const isPublic =
    url &&
    /^https?:$/.test(url.protocol) &&
    !url.username &&
    !url.password &&
    url.hostname.includes('.');
  return isPublic ? url.href : undefined;
}
