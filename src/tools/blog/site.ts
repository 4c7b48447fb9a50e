/** What a blog says of itself, as far as its file was read. */
export interface OldSite {
  title: string;
  /** Where it stood. */
  url: URL | undefined;
  language: string;
  /** The name that each login writes under. */
  readonly authors: Map<string, string>;
}
