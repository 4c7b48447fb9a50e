/** Ends the program: says what went wrong, and what to do about it. */
export function giveUp(what: string, next: string): never {
  console.error(`\n${what.trim()}\n\nNext: ${next}`);
  process.exit(1);
}
