import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** How a run of a whole program went. */
export interface Run {
  readonly seconds: number;
  /** The most memory that one of its processes took, in MB. */
  readonly megabytes: number;
  readonly status: number | null;
  /** Bytes it printed; a program that answers nothing was not measured. */
  readonly printed: number;
}

const LOOK_EVERY_MS = 10;

/** Runs `line` in a shell with `input` on its standard input. Memory is VmHWM (proc(5)) of it and its children, looked at while they run. */
export function runWhole(line: string, input = ''): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(line, { shell: true, stdio: ['pipe', 'pipe', 'ignore'] });
    let printed = 0;
    let kilobytes = 0;
    const look = setInterval(() => {
      kilobytes = Math.max(kilobytes, ...descendants(child.pid ?? -1).map(highWater));
    }, LOOK_EVERY_MS);
    child.stdout.on('data', (part: Buffer) => (printed += part.length));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(look);
      resolve({
        seconds: (performance.now() - started) / 1000,
        megabytes: kilobytes / 1024,
        status,
        printed,
      });
    });
  });
}

/** The process `pid` and all that came from it. */
function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/^PPid:\s+(\d+)/m.exec(statusOf(Number(name)))?.[1] ?? -1);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found;
}

function highWater(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(statusOf(pid))?.[1] ?? 0);
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    // The process has ended.
    return '';
  }
}
