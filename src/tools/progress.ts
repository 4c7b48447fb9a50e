// A bar that grows, for whoever looks; a log or a pipe gets none.
const width = 30;

export class Progress {
  readonly #label: string;
  readonly #total: number;
  #shown = '';

  /** @param total in the unit that {@link Progress.show} is told */
  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = total;
  }

  show(done: number): void {
    if (!process.stderr.isTTY) return;
    const part = Math.min(1, this.#total > 0 ? done / this.#total : 1);
    const bar = '█'.repeat(Math.round(part * width)).padEnd(width, '░');
    const line = `${this.#label.padEnd(10)} ${bar} ${Math.floor(part * 100)} %`;
    if (line === this.#shown) return;
    this.#shown = line;
    process.stderr.write(`\r${line}`);
  }

  end(): void {
    if (this.#shown) process.stderr.write(`\r${' '.repeat(this.#shown.length)}\r`);
    this.#shown = '';
  }
}
