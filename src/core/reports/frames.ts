/**
 * Lines of call traces, as kernels of all machines and ages print them and as scripts/decode_stacktrace.sh rewrites
 * them (arch/<machine>/kernel/{dumpstack,traps,stacktrace}.c of 2.6.32 to 7.0).
 */
export interface Frame {
  readonly symbol: string;
  readonly offset?: number;
  readonly size?: number;
  readonly module?: string;
  /** The address, where older kernels print one. */
  readonly address?: bigint;
  /** False: the unwinder found the address on the stack and does not vouch for it ("? "). */
  readonly sure: boolean;
  /** A function that was put into the one after it; told by decoded traces only. */
  readonly inline: boolean;
  /** The interrupted instruction itself: RIP, pc, NIP, epc, PSW. */
  readonly exact: boolean;
  /** "lib/dump_stack.c:53", in decoded traces. */
  readonly source?: string;
  /** "IRQ", "NMI", "#DF": the stack that it lies on, where the trace tells. */
  readonly stack?: string;
  /** Number of its line. */
  readonly sequence: number;
}

/** A place in code as a line names it. */
export type Parsed = Omit<Frame, 'sequence' | 'stack'>;

/** A name of kallsyms: of C, of assembly, of Rust as it is or made readable ("<a::B as c::D>::e"). */
const SYMBOL = String.raw`[A-Za-z_.$<](?:[\w.$]|::|[<>&*,]| as (?=\S)|\{[^}]{0,40}\}){0,400}`;
/** The size of the function is at times misread by who typed a photo off. */
const PLACE = String.raw`(${SYMBOL})\+0x([0-9a-f]{1,8})(?:\/[0O]x([0-9a-f]{0,8})\w{0,4})?`;
/** "[<ffffffff81000000>] ", "[c000000003b7f9d0] [c0000000001ca1d4] ", "([<00000000001140d4>] ". */
const ADDRESSES = String.raw`(?:\(?\[<?([0-9a-f]{8,16})>?\]\)? *){0,2}`;
const SOURCE = String.raw`[\w./+-]{1,200}:\d{1,6}`;

/** A line of a trace: doubt, name and place, then a source, a module, remarks. */
const FRAME = new RegExp(
  String.raw`^\s*${ADDRESSES}\s*(\? +)?${ADDRESSES}(\? +)?\(?${PLACE}\)?(?:\s+(.*))?$`,
);
/** " spin_lock include/linux/spinlock.h:310 [inline]" */
const INLINE = new RegExp(
  String.raw`^\s*${ADDRESSES}(\? +)?(${SYMBOL}) (${SOURCE})(?: \[inline\]| \(inlined\))$`,
);
/** " dump_stack_lvl (lib/dump_stack.c:107 (discriminator 4))": what the script of today makes of it. */
const DECODED = new RegExp(
  String.raw`^\s*${ADDRESSES}(\? +)?(${SYMBOL}) \((${SOURCE})[^)]{0,60}(?:\([^)]{0,40}\))?[^)]{0,200}\)(?:\s+(.*))?$`,
);
/** arm: "[<c0010d14>] (unwind_backtrace) from [<c000d3c4>] (show_stack+0x10/0x14)", "unwind_backtrace from show_stack+0x10/0x14". */
const FROM = new RegExp(
  String.raw`^\s*(?:\[<[0-9a-f]{8}>\] )?\(?(${SYMBOL})\)?(?:\+0x[0-9a-f]+\/0x[0-9a-f]+\)?)?(?: \[\w+\]\)?)? from (?:\[<([0-9a-f]{8})>\] )?\(?${PLACE}(?: \[(\w{1,64})\])?`,
);
/** drgn: "#1  ext4_put_super (fs/ext4/super.c:1234:2)", "#1  ext4_put_super+0x12/0x340"; crash: " #3 [ffffc900] schedule at ffffffff81". */
const NUMBERED = new RegExp(
  String.raw`^\s*#\d{1,3} +(?:\[([0-9a-f]{8,16})\] )?(${SYMBOL})(?: \((${SOURCE})(?::\d+)?\)|\+0x([0-9a-f]{1,8})(?:\/0x([0-9a-f]{1,8}))?| at ([0-9a-f]{8,16}))(?:\s+(.*))?$`,
);
/** An address that nothing is known of: "0xffff88007bd671c0", "0x7f1234". */
const BARE = /^\s*(?:\[<([0-9a-f]{8,16})>\]\s*)(\? )?0x[0-9a-f]{1,16}\s*$/;

const number = (digits: string | undefined): number | undefined =>
  digits === undefined || digits === '' ? undefined : parseInt(digits, 16);
const address = (digits: string | undefined): bigint | undefined =>
  digits === undefined ? undefined : BigInt('0x' + digits);
const moduleOf = (rest: string | undefined): string | undefined =>
  rest === undefined ? undefined : /(?:^|\s)\[(\w{1,64})(?: [^\]]{0,80})?\]/.exec(rest)?.[1];
const sourceOf = (rest: string | undefined): string | undefined =>
  rest === undefined ? undefined : new RegExp(String.raw`^\(?(${SOURCE})`).exec(rest)?.[1];

/** `text` as a line of a trace; undefined when it is none. Of arm's "a from b" both: what was called first. */
export function frameOf(text: string): readonly Parsed[] | undefined {
  if (text.length > 700) return undefined;
  const usual = FRAME.exec(text);
  if (usual) {
    const [, a1, doubt1, a2, doubt2, symbol, offset, size, rest] = usual;
    if (rest !== undefined && /^(?:from|in|is|was|at|has) /.test(rest)) return fromOf(text);
    const module = moduleOf(rest);
    const inline = module === 'inline';
    return [
      {
        symbol,
        offset: number(offset),
        size: number(size),
        module: inline ? undefined : module,
        address: address(a2 ?? a1),
        sure: (doubt1 ?? doubt2) === undefined && rest !== '(unreliable)',
        inline,
        exact: false,
        source: sourceOf(rest),
      },
    ];
  }
  const inline = INLINE.exec(text);
  if (inline) {
    const [, , doubt, symbol, source] = inline;
    return [{ symbol, sure: doubt === undefined, inline: true, exact: false, source }];
  }
  const decoded = DECODED.exec(text);
  if (decoded) {
    const [, at, doubt, symbol, source, rest] = decoded;
    const base = { symbol, address: address(at), sure: doubt === undefined, exact: false, source };
    return [{ ...base, inline: false, module: moduleOf(rest) }];
  }
  return fromOf(text) ?? numberedOf(text) ?? bareOf(text);
}

/** A place that the line vouches for, of the digits and the remarks as they stand in it. */
function placed(
  symbol: string,
  { offset, size, at, rest }: Readonly<Record<'offset' | 'size' | 'at' | 'rest', string | undefined>>,
): Omit<Parsed, 'exact'> {
  return {
    symbol,
    offset: number(offset),
    size: number(size),
    module: moduleOf(rest),
    address: address(at),
    sure: true,
    inline: false,
  };
}

function numberedOf(text: string): readonly Parsed[] | undefined {
  const found = NUMBERED.exec(text);
  if (!found) return undefined;
  const [, , symbol, source, offset, size, at, rest] = found;
  return [{ ...placed(symbol, { offset, size, at, rest }), exact: false, source }];
}

function fromOf(text: string): readonly Parsed[] | undefined {
  const found = FROM.exec(text);
  if (!found) return undefined;
  const [, called, at, symbol, offset, size, module] = found;
  const usual = { sure: true, inline: false, exact: false };
  return [
    { symbol: called, ...usual },
    { symbol, offset: number(offset), size: number(size), address: address(at), module, ...usual },
  ];
}

function bareOf(text: string): readonly Parsed[] | undefined {
  const found = BARE.exec(text);
  return found ? [] : undefined;
}

/** A place within a line: "RIP: 0010:null_pointer_init+0x1f/0x1000 [null_pointer]", "Krnl PSW : … (null_pointer_init+0x1f/0x1000)". */
const WITHIN = new RegExp(String.raw`${PLACE}\)?(?: ([^\n]{0,300}))?$`);

/** The place that ends `text`, as the interrupted instruction. */
export function placeIn(text: string): Parsed | undefined {
  const found = WITHIN.exec(text.slice(0, 700));
  if (!found) return decodedPlace(text);
  const [, symbol, offset, size, rest] = found;
  const [, at] = /\[<([0-9a-f]{8,16})>\]/.exec(text) ?? [];
  return { ...placed(symbol, { offset, size, at, rest }), exact: true, source: sourceOf(rest) };
}

/** "RIP: 0010:crash_init (drivers/crash.c:12) crash": rewritten by decode_stacktrace.sh. */
function decodedPlace(text: string): Parsed | undefined {
  const found = new RegExp(String.raw`[: ](${SYMBOL}) \(?(${SOURCE})[^)]{0,80}\)?(?: (\[\w+\]|\w+))?`).exec(
    text.slice(0, 700),
  );
  if (!found) return undefined;
  const [, symbol, source, module] = found;
  return {
    symbol,
    module: module?.replace(/[[\]]/g, ''),
    sure: true,
    inline: /\[inline\]/.test(text),
    exact: true,
    source,
  };
}
