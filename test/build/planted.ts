import { openSession, type Session } from '../../src/core/session.ts';
import { tasks } from '../../src/core/kernel/tasks.ts';
import { modules } from '../../src/core/kernel/modules.ts';
import { memorySource } from '../../src/core/source/source.ts';
import { rawSample } from './raw-sample.ts';
import { engine } from './zoo.ts';

/** What is put in place of the texts of a machine; each is cut to the room it has there. */
export interface Planted {
  /** Names of tasks, one after the other, beginning anew. */
  readonly comm?: readonly string[];
  readonly nodename?: string;
  readonly domainname?: string;
  readonly commandLine?: string;
  readonly modules?: readonly string[];
  /** Names of files whose dentries keep them inside. */
  readonly files?: readonly string[];
  /** Texts of log records, over those of the same or greater length. */
  readonly log?: readonly string[];
  /** Texts in place of the log's, each over one that is as long or longer, as far as there are any; those of the crash stay. */
  readonly lines?: readonly string[];
  readonly cgroup?: string;
}

/** The bundled sample whose memory says what is planted; the file's bytes. Characters are bytes (Latin-1). */
export function plantedSample(planted: Planted): { readonly bytes: Uint8Array; readonly places: number } {
  const raw = rawSample();
  const session = openSession([memorySource(raw.bytes, 'sound')], { engine });
  const { kernel } = session;
  const { space, types } = kernel;
  let places = 0;
  const put = (address: bigint, text: string, room: number, ends = true): void => {
    const at = raw.offsetOf(space.translate(address) ?? -1);
    if (at === undefined || room < 2) return;
    const bytes = Uint8Array.from(text.slice(0, room - (ends ? 1 : 0)), (char) => char.charCodeAt(0));
    raw.bytes.fill(ends ? 0 : 0x20, at, at + room);
    raw.bytes.set(bytes, at);
    places++;
  };
  const member = (struct: string, path: string): bigint => BigInt(types.offsetOf(struct, path));
  const nth = (list: readonly string[], i: number): string => list[i % list.length];
  if (planted.comm)
    tasks(kernel).forEach(({ address }, i) =>
      put(address + member('task_struct', 'comm'), nth(planted.comm!, i), 16),
    );
  const uts = kernel.symbol('init_uts_ns').address;
  for (const field of ['nodename', 'domainname'] as const)
    if (planted[field]) put(uts + member('uts_namespace', `name.${field}`), planted[field], 65);
  if (planted.commandLine) {
    const at = space.u64(kernel.symbol('saved_command_line').address);
    put(at, planted.commandLine, space.string(at).length + 1);
  }
  if (planted.modules)
    modules(kernel).forEach(({ object }, i) =>
      put(object.address + member('module', 'name'), nth(planted.modules!, i), 56),
    );
  if (planted.files) {
    let i = 0;
    for (const { row } of session.run('mount'))
      if (row && typeof row.dentry === 'bigint')
        put(row.dentry + member('dentry', 'd_iname'), nth(planted.files, i++), 32);
    for (const { text } of session.run('foreach files'))
      for (const [, dentry] of text.matchAll(/^ *\d+ +[0-9a-f]{16} +([0-9a-f]{16}) /g))
        put(BigInt('0x' + dentry) + member('dentry', 'd_iname'), nth(planted.files, i++), 32);
  }
  if (planted.lines) plantLines(raw.bytes, planted.lines, logTexts(session));
  if (planted.log) plantLog(raw.bytes, planted.log, () => places++);
  return { bytes: raw.bytes, places };
}

/** Overwrites messages of the log's ring where they lie in memory, found by what the sample's kernel says while it starts. */
function plantLog(bytes: Uint8Array, texts: readonly string[], placed: () => void): void {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const sayings = [
    'null_pointer: module verification failed: signature and/or required key missing - tainting kernel',
    'null_pointer: loading out-of-tree module taints kernel.',
  ];
  texts.forEach((text, i) => {
    const saying = sayings[i % sayings.length];
    for (let at = all.indexOf(saying, 0, 'latin1'); at >= 0; at = all.indexOf(saying, at + 1, 'latin1')) {
      all.write(text.slice(0, saying.length).padEnd(saying.length), at, 'latin1');
      placed();
    }
  });
}

/** Texts of the log's records that the crash is not told by, and that no other text has within. */
function logTexts(session: Session): string[] {
  const texts = [...session.run('log')].map(({ text }) => text.replace(/^\[[^\]]*\] /, ''));
  const crash = texts.findIndex((text) => /^(?:BUG|Oops|null_pointer)/.test(text));
  return texts.slice(0, crash).filter((text) => !/^Linux version/.test(text));
}

/** Puts `lines` over those of `texts` that have room for them, the tightest first, where they lie in memory; those without room are left out. */
function plantLines(bytes: Uint8Array, lines: readonly string[], texts: readonly string[]): void {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const free = [...new Set(texts)].sort((a, b) => a.length - b.length);
  for (const line of [...lines].sort((a, b) => a.length - b.length)) {
    const [text] = free.splice(free.findIndex((each) => each.length >= line.length) >>> 0, 1);
    if (text === undefined) continue;
    for (let at = all.indexOf(text, 0, 'latin1'); at >= 0; at = all.indexOf(text, at + 1, 'latin1'))
      all.write(line.padEnd(text.length), at, 'latin1');
  }
}
