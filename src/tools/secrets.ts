// `npm run secrets -- FILE`: random secrets for a site about to be deployed.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * Makes a file with random secrets, readable by its owner only. One that is there already stays as
 * it is: whoever loses SECRET_KEY loses the way from an address to its comments.
 */
export function makeSecrets(file: string): void {
  if (existsSync(file)) return;
  const secrets = [
    `SECRET_KEY=${randomBytes(32).toString('base64url')}`,
    `MODERATION_PASSWORD=${randomBytes(12).toString('base64url')}`,
  ];
  writeFileSync(file, `${secrets.join('\n')}\n`, { mode: 0o600 });
}

/** The moderation password in a file of secrets; undefined if it holds none. */
export function moderationPassword(file: string): string | undefined {
  return parseEnv(readFileSync(file, 'utf8')).MODERATION_PASSWORD;
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
