// The inks of the sheet, for what is drawn outside of it: pictures, icons, and the bars of a browser.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const sheet = readFileSync(join(import.meta.dirname, '../views/sheet.css'), 'utf8');
const defined = [...sheet.matchAll(/--(\w+): light-dark\((#\w{6}), (#\w{6})\)/g)];

const Ink = v.object({ light: v.string(), dark: v.string() });

/** As sheet.css has them. */
export const inks = v.parse(
  v.object({ paper: Ink, ink: Ink, red: Ink }),
  Object.fromEntries(defined.map(([, name, light, dark]) => [name, { light, dark }])),
);
