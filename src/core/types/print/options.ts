/** gdb, "Output Formats": hexadecimal, signed, unsigned, octal, binary, character, address, hexadecimal with all zeros. */
export type NumberFormat = 'x' | 'd' | 'u' | 'o' | 't' | 'c' | 'a' | 'z';

/** How values are printed: crash's settings of gdb's "print". */
export interface PrintOptions {
  /** 16: integers as 0x… of their own width. */
  readonly radix: 10 | 16;
  /** Most elements of an array and characters of a string (crash: "set print_max", 256). */
  readonly printMax: number;
  /** One element of an array to a line (crash: "set print_array"). */
  readonly printArray: boolean;
  /** Character arrays end at their first NUL (crash: "set null-stop"). */
  readonly nullStop: boolean;
  /** The letter that gdb has after a bar (p/x): numbers are all shown that way, characters too. */
  readonly format?: NumberFormat;
  /** "init_user_ns+8" for an address; undefined when no symbol covers it. `text`: characters are pointed at. */
  symbolize(address: bigint, text?: boolean): string | undefined;
}

/** crash's settings before any "set". */
export const PRINT_DEFAULTS: PrintOptions = {
  radix: 10,
  printMax: 256,
  printArray: false,
  nullStop: false,
  symbolize: () => undefined,
};

/** Structs within structs that are written out (gdb: "set print max-depth"). */
export const MAX_DEPTH = 20;
