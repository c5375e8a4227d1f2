import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import packed from 'virtual:engine';
import { openSession, type Session } from '../../src/core/session.ts';
import { BlockCache } from '../../src/core/source/blocks.ts';
import type { ByteSource } from '../../src/core/source/source.ts';

/**
 * The real dumps beside the repository (../shared/zoo) and the sample inside it. Tests that need one skip where it
 * is not: `describe.skipIf(!hasDump('6.1-null_pointer'))`.
 */
const top = fileURLToPath(new URL('../..', import.meta.url));
const zoo = `${top}../shared/zoo`;

/** The file of dump `name` of the zoo, or 'sample'. */
export function dumpPath(name: string): string {
  return name === 'sample' ? `${top}test/sample/null_pointer.vmcore` : `${zoo}/${name}.vmcore`;
}

/** Whether what is missing (a dump, a browser) is a failure: what CI says to have checked it has checked. */
export const strict = process.env.CI === 'true' || process.env.CI === '1';

/**
 * Whether dump `name` is there. On a developer's machine what needs it is skipped where it is not; with CI set a
 * missing one is an error, so that no test of it is silently left out.
 */
export function hasDump(name: string): boolean {
  const there = existsSync(dumpPath(name));
  if (!there && strict) throw new Error(`CI is set and the dump ${dumpPath(name)} is missing.`);
  return there;
}

/** The compiled engine. */
export const engine = new WebAssembly.Module(Buffer.from(packed, 'base64'));

/** The file at `path` as the core reads it. It stays open while the tests run. */
export function fileSource(path: string): ByteSource {
  const fd = openSync(path, 'r');
  const { size } = fstatSync(fd);
  const read = (offset: number, into: Uint8Array): number => readSync(fd, into, 0, into.length, offset);
  return new BlockCache({ name: basename(path), size, read }, 65536);
}

const sessions = new Map<string, Session>();

/** Dump `name`, opened once in each test file. */
export function openDump(name: string): Session {
  const known = sessions.get(name);
  if (known) return known;
  const session = openSession([fileSource(dumpPath(name))], { engine });
  sessions.set(name, session);
  return session;
}

/** The text that the commands of `line` print on dump `name`. */
export function textOf(name: string, line: string): string {
  return [...openDump(name).run(line)].map((each) => each.text + '\n').join('');
}

/** A file of the zoo, or of OOPSCOPE_LAB's folder, as text, unpacked where it is packed: 'truth/6.1-null_pointer/dmesg'. */
export function zooText(path: string): string {
  const folders = [zoo, process.env.OOPSCOPE_LAB ?? zoo].map((folder) => `${folder}/${path}`);
  const plain = folders.find((each) => existsSync(each) || existsSync(`${each}.gz`)) ?? folders[0];
  return existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8');
}

/** What is known of a dump from when it was made: truth/NAME/meta.json. */
export interface Meta {
  readonly release: string;
  readonly arch: string;
  /** kexec, qemu-elf or qemu-kdump. */
  readonly how: string;
  readonly scenario: string;
  readonly cpus: number;
  readonly vmcoreinfo_device: boolean;
  readonly verdict: {
    readonly kind: string;
    readonly task: string;
    readonly function: string;
    readonly module: string;
  };
}

/** A dump with its truth. */
export interface KnownDump {
  readonly name: string;
  readonly path: string;
  readonly meta: Meta;
}

/**
 * The dumps of the zoo, and those of the folder that OOPSCOPE_LAB names (laid out alike), that have a truth.
 * Empty where there are none; with CI set that is an error.
 */
export function knownDumps(): KnownDump[] {
  const found = dumpsWithTruth();
  if (found.length === 0 && strict) throw new Error(`CI is set and there is no dump with a truth in ${zoo}.`);
  return found;
}

function dumpsWithTruth(): KnownDump[] {
  return [zoo, process.env.OOPSCOPE_LAB ?? '']
    .filter((folder) => folder !== '' && existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.vmcore'))
        .map((file) => ({ name: file.slice(0, -7), path: `${folder}/${file}`, folder })),
    )
    .filter(({ folder, name }) => existsSync(`${folder}/truth/${name}/meta.json`))
    .map(({ folder, name, path }) => ({
      name,
      path,
      meta: JSON.parse(readFileSync(`${folder}/truth/${name}/meta.json`, 'utf8')) as Meta,
    }));
}

/** `use`'s answer on the dump at `path`, which is opened for it alone: many dumps at a time take much memory. */
export function withDump<T>(path: string, use: (session: Session) => T): T {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const read = (offset: number, into: Uint8Array): number =>
      readSync(fd, into, 0, into.length, offset);
    const source = new BlockCache({ name: basename(path), size, read }, 65536);
    return use(openSession([source], { engine, cacheBytes: 8 * 1024 * 1024 }));
  } finally {
    closeSync(fd);
  }
}
