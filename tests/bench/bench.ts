// `npm run bench`: how near the site comes to what the runtime can do at all, and how flat it stays as the work grows.
// `--json` prints JSON alone; `--check` ends with 1 when a goal is missed; `--rounds` and `--seconds`, of one
// measurement, make it surer, or shorter.
import { parseArgs } from 'node:util';
import { isMissed } from './goals.ts';
import { amongArticles, amongComments } from './growth.ts';
import { type Part, print, printJson } from './report.ts';
import { besideTheRuntime } from './runtime.ts';
import { Stage } from './stage.ts';

const { values: wanted } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '1' },
  },
});

const stage = new Stage({ rounds: Number(wanted.rounds), seconds: Number(wanted.seconds) });
const parts: Part[] = [];
try {
  for (const measure of [besideTheRuntime, amongComments, amongArticles]) {
    parts.push(await measure(stage));
    await stage.clear();
  }
} finally {
  await stage.clear();
  stage.remove();
}
(wanted.json ? printJson : print)(parts);
if (wanted.check && parts.some(({ goals }) => goals.some(isMissed))) process.exitCode = 1;
