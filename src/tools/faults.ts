/** Something wrong in an article: where it is, and what to do. */
export interface ArticleFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Notes a fault on a line of the article that is being read. */
export type Report = (line: number, message: string) => void;
