import { list } from 'isbot';

/** Programs that people use by hand: the broadest patterns of the list would take them for crawlers. */
const usedByHand = [
  'Mozilla/5.0',
  'Lynx/2.9.0 libwww-FM/2.14',
  'w3m/0.5.3',
  'Links (2.29; Linux x86_64)',
  'curl/8.5.0',
  'Wget/1.21',
  'node',
  'python-requests/2.31',
  'HeadlessChrome/120.0.0.0',
];

const isBroad = (pattern: string) => usedByHand.some((agent) => RegExp(pattern, 'i').test(agent));

/** What is in the User-Agent of a crawler, in any case, and in nobody else's: the source of a regular expression. */
export const crawlers = list.filter((pattern) => !isBroad(pattern)).join('|');
