// CPU time of a process and all below it, as Linux tells it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** In ms: /proc counts in hundredths of a second (`getconf CLK_TCK`), on every Linux that runs Node. */
const tick = 10;

/** What a process and its descendants have used, in ms; undefined where there is no /proc. */
export function cpuOf(pid: number): number | undefined {
  if (!existsSync(`/proc/${pid}/stat`)) return undefined;
  const processes = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? read(name) : []));
  const sum = (parent: number): number =>
    processes
      .filter(({ pid: own, ppid }) => own === parent || ppid === parent)
      .reduce((total, one) => total + (one.pid === parent ? one.ticks : sum(one.pid)), 0);
  return sum(pid) * tick;
}

/** The fields of proc(5): a name in brackets, which may hold anything, then the state and numbers. */
function read(name: string): { pid: number; ppid: number; ticks: number }[] {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [, ppid = Number.NaN] = fields.map(Number);
    return [{ pid: Number(name), ppid, ticks: Number(fields[11]) + Number(fields[12]) }];
  } catch {
    return []; // It has ended meanwhile.
  }
}
