// Wrangler, by its command line alone: the first on the PATH, where npm puts the one of this folder,
// or the program that the variable WRANGLER names.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { giveUp } from './give-up.ts';
import { secretNames } from './secrets.ts';

const program = process.env.WRANGLER || 'wrangler';

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [
    dirname(process.execPath), // the same Node: an older one of the machine may be too old for it
    process.env.PATH,
    join(import.meta.dirname, '../../node_modules/.bin'),
  ].join(delimiter),
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
};
// Wrangler believes its environment more than a file of secrets: so it hears of none there.
for (const name of secretNames) delete environment[name];

export interface Answer {
  readonly isDone: boolean;
  /** On its standard output. */
  readonly said: string;
  /** On its standard error. */
  readonly complained: string;
}

/**
 * Runs a command to its end. Wrangler colours its errors also where nobody looks, and a word is no word
 * behind a colour: so none are kept.
 * @param input what it reads from its standard input
 */
export function ask(args: readonly string[], input = ''): Answer {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    env: environment,
    encoding: 'utf8',
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error)
    giveUp(`${program} could not be run: ${error.message}`, 'npm ci, then run this again.');
  return {
    isDone: status === 0,
    said: stripVTControlCharacters(stdout),
    complained: stripVTControlCharacters(stderr),
  };
}

/** Runs a command that must succeed. @param next what to do when it does not @returns what it said */
export function order(args: readonly string[], next: string, input = ''): string {
  const { isDone, said, complained } = ask(args, input);
  if (isDone) return said;
  return giveUp(`${said}${complained}\nwrangler ${args.join(' ')} failed.`, next);
}
