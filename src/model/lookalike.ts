import { lookalikes } from '../../build/articles.ts';
import { passingFor } from './skeleton.ts';

/** Whether readers could take a name for one that signs the articles of this site. */
export const passesForAuthor = passingFor(lookalikes);
