/**
 * `npm run ts -- scripts/make-sample.ts DUMP OUT`: a small dump out of a real one (kdump-compressed): it keeps the
 * pages that the verdict and everyday commands read, and nothing else. test/sample/README.md names the original.
 */
import { writeFileSync } from 'node:fs';
import { engineModule } from '../src/cli/engine.ts';
import { openFile } from '../src/cli/file-source.ts';
import { format } from '../src/core/container/kdump.ts';
import { OopscopeError } from '../src/core/errors.ts';
import { openSession } from '../src/core/session.ts';
import { thinKdump } from './sample/thin-kdump.ts';

/** What a newcomer will try, and what the page shows by itself. */
const COMMANDS = [
  ...[
    'sys',
    'sys -t',
    'sys -i',
    'log',
    'log -m',
    'log -T',
    'log -t',
    'log -a',
    'mod',
    'mod -t',
    'mach',
    'runq',
    'set',
  ],
  ...[
    'ps',
    'ps -p',
    'ps -c',
    'ps -t',
    'ps -l',
    'ps -a',
    'ps -g',
    'ps -r',
    'ps -m',
    'ps -S',
    'ps -A',
    'ps -y',
  ],
  ...[
    'bt',
    'bt -a',
    'bt -f',
    'bt -l',
    'bt -r',
    'bt -t',
    'bt -T',
    'bt -FF',
    'foreach bt',
    'foreach bt -f',
    'foreach task',
    'task',
  ],
  ...[
    'files',
    'foreach files',
    'vm',
    'foreach vm',
    'net',
    'mount',
    'dev',
    'irq',
    'timer',
    'swap',
    'ipcs',
    'waitq',
  ],
  ...['sym -l', 'sym -M', 'kmem -i', 'kmem -s', 'kmem -v', 'kmem -n', 'kmem -z', 'kmem -V', 'kmem -o'],
  ...[
    'struct task_struct',
    'struct mm_struct',
    'p init_task',
    'p jiffies',
    'dis schedule',
    'dis do_exit',
    'dis -r do_idle',
  ],
  ...[
    'rd -32 linux_banner 64',
    'rd -a linux_banner',
    'vtop schedule',
    'vtop init_task',
    'list modules',
    'tree',
  ],
];

const [path, out] = process.argv.slice(2);
if (!path || !out) throw new Error('Say the dump and the file to write.');
const keep = new Set<number>();
const open = format.open.bind(format);
Object.assign(format, {
  open: (...args: Parameters<typeof open>) => {
    const container = open(...args);
    const load = container.pages.load.bind(container.pages);
    container.pages.load = (pfn, slot, decoder) => {
      keep.add(pfn);
      return load(pfn, slot, decoder);
    };
    return container;
  },
});
const session = openSession([openFile(path)], { engine: engineModule() });
session.verdict();
for (const table of session.tables) for (const _row of table.rows(session.kernel)) void _row;
for (const command of COMMANDS) {
  try {
    for (const _line of session.run(command)) void _line;
  } catch (error) {
    if (!(error instanceof OopscopeError)) throw error;
    console.error(`${command}: ${error.message.split('\n', 1)[0]}`);
  }
}
const bytes = thinKdump(path, keep);
writeFileSync(out, bytes);
console.log(`${out}: ${keep.size} frames, ${bytes.length} bytes`);
