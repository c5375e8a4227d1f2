/**
 * Makes the small dump that comes with the repository out of a whole one: real bytes, fewer pages.
 *
 *   npm run sample -- [DUMP] [--output FILE] [--verbose]
 *
 * DUMP (kdump-compressed; ../shared/zoo/6.1-null_pointer.vmcore when none is given) is opened and asked what
 * people ask: the verdict, the commands of sample/questions.ts, the ranges of sample/ranges.ts. The pages that
 * were read on the way, and no others, go into FILE (test/sample/null_pointer.vmcore); the rest counts as left out.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PageStatus } from '../src/core/container/absence.ts';
import type { PageReader } from '../src/core/container/container.ts';
import { openContainer } from '../src/core/container/probe.ts';
import { OopscopeError } from '../src/core/errors.ts';
import { identify } from '../src/core/identify/index.ts';
import { batchOf, tableRows } from '../src/core/things/rows.ts';
import { openSession, type Session } from '../src/core/session.ts';
import { BlockCache } from '../src/core/source/blocks.ts';
import { memorySource, type ByteSource } from '../src/core/source/source.ts';
import { questions } from './sample/questions.ts';
import { ranges } from './sample/ranges.ts';
import { sampleFile, type SamplePage } from './sample/write.ts';

/** Tables that are made of every struct page: the sample has those that other questions touch. */
const OF_ALL_MEMORY = new Set(['slabs', 'pagecache']);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { output: { type: 'string' }, verbose: { type: 'boolean' } },
});
const top = fileURLToPath(new URL('..', import.meta.url));
const here = process.env.INIT_CWD ?? process.cwd();
const dump = positionals[0]
  ? resolve(here, positionals[0])
  : resolve(top, '../shared/zoo/6.1-null_pointer.vmcore');
const output = options.output
  ? resolve(here, options.output)
  : resolve(top, 'test/sample/null_pointer.vmcore');

const engine = new WebAssembly.Module(readFileSync(resolve(top, 'build/engine.wasm')));
const fd = openSync(dump, 'r');
const source: ByteSource = new BlockCache({
  name: basename(dump),
  size: fstatSync(fd).size,
  read: (offset, into) => readSync(fd, into, 0, into.length, offset),
});

/** Notes each frame that any reader like that of `source` is asked for from now on. */
function recordFrames(): Map<number, string> {
  const found = new Map<number, string>();
  const reader = Object.getPrototypeOf(openContainer(source).pages) as PageReader;
  const load = reader.load;
  reader.load = function (pfn, slot, decoder) {
    const status = load.call(this, pfn, slot, decoder);
    if (status === PageStatus.present && !found.has(pfn)) found.set(pfn, stage);
    return status;
  };
  return found;
}

let stage = 'opening';
const frames = recordFrames();
const session = openSession([source], { engine });
stage = 'verdict';
session.verdict();
for (const thing of session.things.filter(({ id }) => !OF_ALL_MEMORY.has(id))) {
  stage = `table ${thing.id}`;
  attempt(stage, () => batchOf(thing, session.kernel, [...tableRows(thing, session.kernel)]).count);
}
stage = 'commands';
const asked = [...questions(session)];
const answered = asked.filter((line) => attempt(line, () => [...session.run(line)].length)).length;
for (const range of ranges(session)) {
  stage = range.what;
  for (let at = range.start & ~0xfffn; at < range.end; at += 4096n) session.kernel.space.readable(at);
}

stage = 'page tables';
const { kernel } = session;
const direct = kernel.arch.paging.directMap(kernel)?.start ?? 0n;
const image = ['_text', '_end'].map((name) => kernel.symbol(name).address);
for (let at = direct; at < direct + BigInt(kernel.container.pages.endPfn) * 4096n; at += 4096n)
  kernel.space.translate(at);
for (let at = image[0] & ~0xfffn; at < image[1]; at += 4096n) kernel.space.translate(at);

stage = 'what pages are used for';
const base = session.kernel.space.tryU64(session.kernel.symbol('page_offset_base').address) ?? 0n;
for (const pfn of [...frames.keys()]) identify(session.kernel, base + BigInt(pfn) * 4096n);

const pages: SamplePage[] = [...frames.keys()]
  .sort((a, b) => a - b)
  .map((pfn) => ({ pfn, bytes: session.kernel.memory.read(pfn * 4096, 4096) }));
const { pages: reader } = session.kernel.container;
const file = sampleFile({
  source,
  pages,
  exists: (pfn) => reader.status(pfn) !== PageStatus.hole,
  endPfn: reader.endPfn,
});
check(session, openSession([memorySource(file, 'sample')], { engine }));
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, file);
closeSync(fd);

const counts = new Map<string, number>();
for (const what of frames.values()) counts.set(what, (counts.get(what) ?? 0) + 1);
for (const [what, count] of counts) console.log(`${String(count).padStart(6)} pages  ${what}`);
console.log(`${answered} of ${asked.length} questions answered`);
console.log(
  `${output}: ${pages.length} pages, ${(file.length / 1e6).toFixed(2)} MB of ${(source.size / 1e6).toFixed(1)} MB`,
);

/** Whether `work` answered; what oopscope cannot answer (yet) is no reason to stop. */
function attempt(what: string, work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof OopscopeError)) throw error;
    if (options.verbose) console.error(`${what}: ${error.message}`);
    return false;
  }
}

/** The sample is worth nothing when its verdict is another. */
function check(whole: Session, small: Session): void {
  const [a, b] = [whole, small].map((each) => JSON.stringify(each.verdict()));
  if (a !== b) throw new Error(`The sample's verdict differs:\n${a}\n${b}`);
}
