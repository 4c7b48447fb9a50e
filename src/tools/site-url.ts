// Where a site is: what wrangler says after a deployment, and SITE_URL in wrangler.toml.
import { parse } from 'smol-toml';

/** A domain of one's own stands without its scheme there. */
const places = [
  /^\s*(https?:\/\/[^\s/*]+)\/?\s*$/m,
  /^\s*([^\s/*]+) \(custom domain\b/m,
  /(https:\/\/[\w.-]+\.workers\.dev)\b/,
];

/** The origin that wrangler says it deployed to; undefined where it names none. */
export function deployedTo(said: string): string | undefined {
  for (const place of places) {
    const [, found] = place.exec(said) ?? [];
    if (found) return new URL(found.includes('://') ? found : `https://${found}`).origin;
  }
  return undefined;
}

/** The file with its empty SITE_URL filled in, and nothing else changed; undefined if it has no line for it. */
export function withSiteUrl(toml: string, url: string): string | undefined {
  const filled = toml.replace(/^(SITE_URL[ \t]*=[ \t]*)(?:""|'')/m, (_, name) => `${name}"${url}"`);
  return filled !== toml && JSON.stringify(parse(filled)).includes(`"SITE_URL":"${url}"`)
    ? filled
    : undefined;
}
