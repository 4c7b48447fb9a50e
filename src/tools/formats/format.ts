import type { ImportReport } from '../import-report.ts';
import type { Site } from '../site.ts';

/** What can be imported: one kind, one file in this folder, one line in src/tools/import.ts. */
export interface Format {
  readonly name: string;
  /** Whether it is of this kind. @param head how the file begins; of a folder, how its manifest.json does */
  readonly recognises: (head: string) => boolean;
  /** Reads it all, and tells the report of every row. @param path a file, or a folder */
  readonly bring: (path: string, desk: ImportDesk) => Promise<void>;
}

/** What an import works with. */
export interface ImportDesk {
  /** false writes nothing, and says the same. */
  readonly isApplied: boolean;
  readonly report: ImportReport;
  readonly site: Site;
  /** The folder of the old site's pictures, where one was given. */
  readonly media?: string | undefined;
  /** Begins the bar of a reading. @returns what it is told, in the unit of the total */
  readonly progress: (label: string, total: number) => (done: number) => void;
}
