/**
 * Holds the disassemblers against objdump (binutils), line by line: x86-64, or the machine of the file or dump.
 *
 *   npm run disassembly -- VMLINUX            executable sections of an ELF file
 *   npm run disassembly -- --kernel [DUMP]    the kernel's text in a dump (the zoo's 6.1-null_pointer)
 *
 * Prints lines compared, lines that differ (the first of them are shown) and lines of ours that begin where none of
 * objdump's does. Before two lines are compared, what is no part of the instruction is folded away: symbols in <>,
 * remarks after # or //, the $1 of shifts by one (binutils up to 2.40 does not print it), and the amount of white space.
 * arm64 needs an objdump that knows it (binutils-aarch64-linux-gnu). Exit 1: there is no objdump.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openSession } from '../src/core/session.ts';
import { machines } from '../src/core/arch/index.ts';
import { part, type Arch } from '../src/core/arch/arch.ts';
import { dumpPath, engine, fileSource } from '../test/build/zoo.ts';

const MAX_SHOWN = 20;

/** The objdump of a machine, by `uname -m`, and what it calls the machine. */
const TOOLS: Readonly<Record<string, readonly [tool: string, machine: string]>> = {
  x86_64: ['objdump', 'i386:x86-64'],
  aarch64: ['aarch64-linux-gnu-objdump', 'aarch64'],
};

/** Machine code and where it stands. */
interface Piece {
  readonly arch: Arch;
  readonly address: bigint;
  readonly bytes: Uint8Array;
}

/** Sections of an ELF64 file with SHF_ALLOC and SHF_EXECINSTR that have bytes in it (System V gABI, chapter 4). */
function executableSections(file: Buffer): Piece[] {
  const arch = machines.find(({ elfMachine }) => elfMachine === file.readUInt16LE(18));
  if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || !arch)
    throw new Error('That is no ELF file of a machine that is known.');
  const table = Number(file.readBigUInt64LE(40));
  const size = file.readUInt16LE(58);
  return Array.from({ length: file.readUInt16LE(60) }, (_, i) => table + i * size).flatMap((at) => {
    const progbits = file.readUInt32LE(at + 4) === 1;
    if (!progbits || (file.readBigUInt64LE(at + 8) & 6n) !== 6n) return [];
    const offset = Number(file.readBigUInt64LE(at + 24));
    const bytes = file.subarray(offset, offset + Number(file.readBigUInt64LE(at + 32)));
    return [{ arch, address: file.readBigUInt64LE(at + 16), bytes }];
  });
}

/** _stext to _etext of the kernel in the dump at `path`; what is not in the dump is left out. */
function kernelText(path: string): Piece[] {
  const { kernel } = openSession([fileSource(path)], { engine });
  const start = kernel.symbols.image.byName('_stext')?.address;
  const end = kernel.symbols.image.byName('_etext')?.address;
  if (start === undefined || end === undefined)
    throw new Error('The dump does not tell where the text lies.');
  const size = BigInt(kernel.layout.pageSize);
  const pieces: { address: bigint; pages: Uint8Array[] }[] = [];
  let joined = false;
  for (let page: bigint = start; page < end; page = (page & -size) + size) {
    const next = (page & -size) + size;
    const bytes = kernel.space.tryRead(page, Number((next < end ? next : end) - page));
    if (bytes && joined) pieces[pieces.length - 1].pages.push(bytes.slice());
    else if (bytes) pieces.push({ address: page, pages: [bytes.slice()] });
    joined = bytes !== undefined;
  }
  return pieces.map(({ address, pages }) => ({ arch: kernel.arch, address, bytes: Buffer.concat(pages) }));
}

/** The instruction alone, without what stands beside it. */
function fold(text: string): string {
  return text
    .replace(/\s+(#\s|\/\/).*$/, '')
    .replace(/0x(?=[0-9a-f]{9,})/g, '')
    .replace(/\s*<[^>]*>/g, '')
    .replace(/ \$1,(?=[^,]+$)/, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const found = { compared: 0, differing: 0, unaligned: 0 };
const shown: string[] = [];

async function compare({ arch, address: base, bytes }: Piece, folder: string): Promise<void> {
  const code = part(arch, 'code');
  const [tool, machine] = TOOLS[arch.name];
  const raw = join(folder, 'text.bin');
  writeFileSync(raw, bytes);
  // -w: a long instruction stays on one line.
  const options = [
    '-D',
    '-w',
    '-z',
    '-b',
    'binary',
    '-m',
    machine,
    `--adjust-vma=0x${base.toString(16)}`,
    raw,
  ];
  const objdump = spawn(tool, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let at = 0;
  for await (const line of createInterface({ input: objdump.stdout })) {
    const parts = /^\s*([0-9a-f]+):\t[^\t]*\t(.*)$/.exec(line);
    if (!parts) continue;
    const theirs = Number(BigInt(`0x${parts[1]}`) - base);
    // Where ours went on past the beginning of theirs, they are not aligned until both begin at one address again.
    for (; at < theirs; at += code.decode(bytes, at, base + BigInt(at)).length) found.unaligned++;
    if (at !== theirs) continue;
    const ours = code.decode(bytes, at, base + BigInt(at));
    const text = code.format(ours);
    found.compared++;
    if (fold(text) !== fold(parts[2])) {
      found.differing++;
      if (shown.length < MAX_SHOWN)
        shown.push(
          `${parts[1]}  ${Buffer.from(ours.bytes).toString('hex')}\n  ours     ${fold(text)}\n  objdump  ${fold(parts[2])}`,
        );
    }
    at += ours.length;
  }
}

const { values, positionals } = parseArgs({
  options: { kernel: { type: 'boolean' } },
  allowPositionals: true,
});
const path =
  positionals.length > 0 ? positionals[0] : values.kernel ? dumpPath('6.1-null_pointer') : undefined;
if (path === undefined || !existsSync(path)) {
  console.error(
    path === undefined
      ? 'Name a file: npm run disassembly -- VMLINUX, or npm run disassembly -- --kernel [DUMP]'
      : `There is no file ${path}.`,
  );
  process.exit(2);
}
const version = spawnSync('objdump', ['--version'], { encoding: 'utf8' });
if (version.status !== 0) {
  console.error('There is no objdump here to compare with; install binutils.');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'oopscope-disassembly-'));
try {
  const pieces = values.kernel ? kernelText(path) : executableSections(readFileSync(path));
  for (const piece of pieces) await compare(piece, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const each of shown) console.log(each);
if (found.differing > shown.length) console.log(`… and ${found.differing - shown.length} more`);
const count = (n: number): string => n.toLocaleString('en');
console.log(version.stdout.split('\n', 1)[0]);
console.log(
  `${count(found.compared)} lines compared, ${count(found.differing)} differ, ${count(found.unaligned)} not aligned`,
);
