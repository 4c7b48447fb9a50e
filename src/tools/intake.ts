// What another system's file is brought in with: the folders of articles and pages, and the way to the desk.
import { statSync } from 'node:fs';
import { deskIn } from './articles.ts';
import type { Send } from './conversation.ts';
import type { ImportDesk } from './formats/format.ts';
import { readConfiguration } from './settings.ts';
import { Shelf } from './shelf.ts';

export interface Intake extends Pick<ImportDesk, 'isApplied' | 'report'> {
  readonly shelf: Shelf;
  readonly send: Send;
  /** The language of articles that name none. */
  readonly language: string;
  /** Begins the bar of one reading of the file. @returns what it is told, in bytes */
  readonly reading: (label: string) => (bytes: number) => void;
}

/** Opens the folders of this project for as long as a file is brought in. */
export async function takeIn(
  file: string,
  { isApplied, report, site, media, progress }: ImportDesk,
  bring: (file: string, intake: Intake) => Promise<void>,
): Promise<void> {
  const { settings } = readConfiguration('wrangler.toml');
  const { size } = statSync(file);
  const shelf = new Shelf(deskIn('src', settings, true), media);
  const send: Send = (comments) => site.bring(comments, isApplied);
  const reading = (label: string) => progress(label, size);
  const { LANGUAGE: language } = settings;
  try {
    await bring(file, { isApplied, report, shelf, send, language, reading });
  } finally {
    shelf.close();
  }
}
