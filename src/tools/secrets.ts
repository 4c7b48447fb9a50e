import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * Makes a `.dev.vars` with random secrets, readable by its owner only; one that is there already
 * stays as it is.
 * @returns the moderation password in it
 */
export function devSecrets(file: string): string {
  if (!existsSync(file)) {
    const secrets = [
      `SECRET_KEY=${randomBytes(32).toString('base64url')}`,
      `MODERATION_PASSWORD=${randomBytes(12).toString('base64url')}`,
    ];
    writeFileSync(file, `${secrets.join('\n')}\n`, { mode: 0o600 });
  }
  return parseEnv(readFileSync(file, 'utf8')).MODERATION_PASSWORD ?? '(none: set it in .dev.vars)';
}
