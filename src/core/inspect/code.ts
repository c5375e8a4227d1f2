import { hex, parseHex, step, type Addr } from '../addr.ts';
import { lackOf, part } from '../arch/arch.ts';
import type { Instruction } from '../arch/instruction.ts';
import type { Message } from '../catalogue/message.ts';
import { refErrors } from '../catalogue/things.ts';
import { saidBy } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { refTo } from '../rows/ref.ts';
import type { Line, Link } from '../rows/value.ts';
import { symbolText } from '../symbols/symbol.ts';
import type { Code, CodeLine } from './shapes.ts';

/** Functions are decoded whole up to this size; of larger ones, and where there is none, this much from the address on. */
const MAX_FUNCTION = 128 * 1024;
const PIECE = 4096;
const PADDING = 16;

/** The function around `at` ("ffffffff81000000" or a symbol's name), decoded. */
export function codeAt(kernel: Kernel, at: string): Code {
  const symbol = kernel.symbols.byName(at);
  const address = symbol?.address ?? parseHex(at);
  if (address === undefined)
    return {
      title: at,
      start: hex(0n, 16),
      lines: [],
      note: refErrors.symbol({ name: at }),
    };
  const lack = lackOf(kernel.arch, 'code');
  if (lack) return { title: at, start: hex(address, 16), lines: [], note: lack };
  const around = kernel.symbols.byAddress(address);
  // The last symbol of all has no size: it is shown from its beginning on as well.
  const size = around && (around.symbol.size || around.offset + PIECE);
  const whole = around && size !== undefined && size <= MAX_FUNCTION;
  const start: Addr = whole ? around.symbol.address : (address as Addr);
  const wanted = whole ? size : PIECE;
  const bytes = kernel.space.readSome(start, wanted);
  const { end, zeros } = codeIn(bytes, address - start, around?.symbol.module !== undefined);
  const lines = decodeAll(kernel, bytes, start, end);
  return {
    title: around
      ? symbolText(whole ? { symbol: around.symbol, offset: 0 } : around, 16, false)
      : hex(address, 16),
    symbol: around?.symbol.name,
    module: around?.symbol.module,
    start: hex(start, 16),
    lines,
    zeros: zeros || undefined,
    note:
      end + zeros === bytes.length && bytes.length < wanted
        ? gap(kernel, step(start, bytes.length))
        : undefined,
  };
}

/**
 * Where the code in `bytes` ends, and how many zeros follow. A symbol reaches to the next one, past the end of its section:
 * zeros fill that up. No instruction of any machine has PADDING zero bytes (x86-64: at most a displacement and an
 * immediate, of eight bytes together), so in a module, whose sections each hold one kind of thing, what stands past
 * such a run is another section; in the kernel's image tables may stand between code, and only the end is cut off. What was
 * `asked` for is never cut off.
 */
export function codeIn(bytes: Uint8Array, asked: bigint, module: boolean): { end: number; zeros: number } {
  let run = 0;
  for (let here = 0; here <= bytes.length; here++) {
    if (bytes[here] === 0) run++;
    else {
      const end = here - run;
      const met = end > asked;
      if (run >= PADDING && met && (module || here === bytes.length)) return { end, zeros: run };
      // Code that was overwritten: of zeros that go on to the end, what is asked for and little more.
      if (run >= PADDING && here === bytes.length) {
        const shown = Math.min(here, Number(asked) + PADDING);
        return { end: shown, zeros: here - shown };
      }
      run = 0;
    }
  }
  return { end: bytes.length, zeros: 0 };
}

/** The instruction at `address` and its neighbours, as lines for the inspector. */
export function codeLines(kernel: Kernel, address: bigint, around = 4): Line[] {
  const { lines } = codeAt(kernel, hex(address, 16));
  const at = lines.findLastIndex((line) => line.address <= hex(address, 16));
  return lines.slice(Math.max(0, at - around), Math.max(0, at) + around + 1).map((line) => {
    const before = `${line.address === hex(address, 16) ? '▸' : ' '} ${line.address.slice(-6)}  `;
    return {
      text: before + line.text,
      links: line.links.map((link) => ({
        ...link,
        start: before.length + link.start,
        end: before.length + link.end,
      })),
    };
  });
}

/** Why the byte at `at` cannot be read. */
function gap(kernel: Kernel, at: Addr): Message | undefined {
  try {
    kernel.space.read(at, 1);
    return undefined;
  } catch (error) {
    return saidBy(error);
  }
}

/** The instructions that begin before `end`; zeros may be the end of the last one. */
function decodeAll(kernel: Kernel, bytes: Uint8Array, start: Addr, end: number): CodeLine[] {
  const { decode, maxLength } = part(kernel.arch, 'code');
  const lines: CodeLine[] = [];
  for (let here = 0; here < end;) {
    const instruction = decode(bytes, here, step(start, here));
    if (instruction.length < 1 || instruction.length > maxLength || here + instruction.length > bytes.length)
      break;
    lines.push(line(kernel, instruction));
    here += instruction.length;
  }
  return lines;
}

function line(kernel: Kernel, instruction: Instruction): CodeLine {
  const named = new Map<string, Addr>();
  const formatted = part(kernel.arch, 'code').format(instruction, (address) => {
    const found = kernel.symbols.byAddress(address);
    const name = found && symbolText(found, 16);
    if (name) named.set(name, address as Addr);
    return name;
  });
  // In crash's text a remark stands in a column of its own; beside the bytes there is no room for one.
  const text = formatted.replace(/ {2,}(?=#)/, ' ');
  const { target } = instruction;
  return {
    address: hex(instruction.address, 16),
    bytes: [...instruction.bytes].map((byte) => hex(byte, 2)).join(' '),
    text,
    links: linksIn(text, named, target),
    target: target === undefined ? undefined : hex(target, 16),
  };
}

/** Symbols and addresses in the text: a jump's target leads to code, anything else to what it is. */
function linksIn(text: string, named: ReadonlyMap<string, Addr>, target: bigint | undefined): Link[] {
  const links: Link[] = [];
  for (const [name, address] of named) {
    const start = text.lastIndexOf(name);
    if (start >= 0)
      links.push({
        start,
        end: start + name.length,
        ref: address === target ? refTo.code(address) : refTo.address(address),
      });
  }
  for (const match of text.matchAll(/0x(f[0-9a-f]{15})\b/g)) {
    const value = parseHex(match[1]);
    if (value !== undefined)
      links.push({
        start: match.index,
        end: match.index + match[0].length,
        ref: value === target ? refTo.code(value) : refTo.address(value),
      });
  }
  return links;
}
