/** Something wrong in an article or a page: where it is, and what to do. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Notes a fault on a line of the file that is being read. */
export type Report = (line: number, message: string) => void;
