// `npm run secrets -- FILE`: random secrets for a site about to be deployed.
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** How many random bytes each is made of. */
const secrets: Readonly<Record<string, number>> = { SECRET_KEY: 32, MODERATION_PASSWORD: 12 };

export const secretNames: readonly string[] = Object.keys(secrets);

/**
 * Makes a file with random secrets, readable by its owner only. One that is there already stays as
 * it is: whoever loses SECRET_KEY loses the way from an address to its comments.
 */
export function makeSecrets(file: string): void {
  if (!existsSync(file)) addSecrets(file, secretNames);
}

/**
 * Adds those secrets that a file does not hold, and makes it readable by its owner only. What it holds
 * stays as it is.
 * @returns the names of those that were made
 */
export function addSecrets(file: string, names: readonly string[]): readonly string[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const held = parseEnv(text);
  const made = names.filter((name) => !held[name]);
  const lines = made.map(
    (name) => `${name}=${randomBytes(secrets[name] ?? 32).toString('base64url')}\n`,
  );
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  if (made.length > 0) appendFileSync(file, `${gap}${lines.join('')}`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return made;
}

/** A secret in a file of them; undefined if it holds none of that name. */
export function secretIn(file: string, name: string): string | undefined {
  return parseEnv(readFileSync(file, 'utf8'))[name];
}

/** The moderation password in a file of secrets; undefined if it holds none. */
export function moderationPassword(file: string): string | undefined {
  return secretIn(file, 'MODERATION_PASSWORD');
}

if (import.meta.main) {
  const [file = '.secrets'] = process.argv.slice(2);
  const isThere = existsSync(file);
  makeSecrets(file);
  console.log(
    isThere
      ? `${file} is there already, and stays as it is.`
      : `${file} holds new secrets. Keep them in a password manager: nobody gives them back.`,
  );
}
