/**
 * Names of Rust functions as people write them: "_RNvMs3_NtC…_11rust_binder7processNtB5_7Process10update_ref" is
 * "<rust_binder::process::Process>::update_ref" (The rustc book, "v0 Symbol Format"). Names that are too deep, cut off or of
 * a form that is not read here stay as they are.
 */
export function readableName(name: string): string {
  if (!name.startsWith('_R') || name.length > MAX_LENGTH) return name;
  return new Reader(name).name() ?? name;
}

const MAX_LENGTH = 512;
const MAX_DEPTH = 24;
/** Steps of one name: back references can double it again and again. */
const MAX_STEPS = 2000;

/** Types that are one letter. */
const BASIC: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

class Reader {
  private at = 2;
  private steps = 0;

  constructor(private readonly text: string) {}

  name(): string | undefined {
    try {
      return this.path(0);
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  }

  private path(depth: number): string {
    this.count(depth);
    switch (this.next()) {
      case 'C':
        this.disambiguator();
        return this.identifier();
      case 'M':
        this.implPath(depth);
        return `<${this.type(depth + 1)}>`;
      case 'X':
        this.implPath(depth);
        return this.implemented(depth);
      case 'Y':
        return this.implemented(depth);
      case 'N':
        return this.nested(depth);
      case 'I': {
        const generic = this.path(depth + 1);
        const all: string[] = [];
        while (!this.skip('E')) all.push(this.argument(depth + 1));
        return `${generic}<${all.filter((each) => each !== '').join(', ')}>`;
      }
      case 'B':
        return this.back(() => this.path(depth + 1));
      default:
        throw new Unreadable();
    }
  }

  private implemented(depth: number): string {
    const type = this.type(depth + 1);
    return `<${type} as ${this.path(depth + 1)}>`;
  }

  /** Where the impl stands; not part of what people write. */
  private implPath(depth: number): void {
    this.disambiguator();
    this.path(depth + 1);
  }

  private nested(depth: number): string {
    const space = this.next();
    const outer = this.path(depth + 1);
    this.disambiguator();
    const name = this.identifier();
    if (space === 'C') return `${outer}::{closure}`;
    if (space === 'S') return `${outer}::{shim}`;
    return name === '' ? outer : `${outer}::${name}`;
  }

  private argument(depth: number): string {
    if (this.skip('L')) {
      this.number62();
      return '';
    }
    return this.skip('K') ? this.constant(depth) : this.type(depth);
  }

  private type(depth: number): string {
    this.count(depth);
    const letter = this.text[this.at] ?? '';
    if (BASIC[letter] !== undefined) {
      this.at++;
      return BASIC[letter];
    }
    if ('CMXYNI'.includes(letter)) return this.path(depth + 1);
    this.at++;
    switch (letter) {
      case 'A': {
        const of = this.type(depth + 1);
        return `[${of}; ${this.constant(depth + 1)}]`;
      }
      case 'S':
        return `[${this.type(depth + 1)}]`;
      case 'T': {
        const all: string[] = [];
        while (!this.skip('E')) all.push(this.type(depth + 1));
        return `(${all.join(', ')})`;
      }
      case 'R':
      case 'Q':
        if (this.skip('L')) this.number62();
        return `&${letter === 'Q' ? 'mut ' : ''}${this.type(depth + 1)}`;
      case 'P':
        return `*const ${this.type(depth + 1)}`;
      case 'O':
        return `*mut ${this.type(depth + 1)}`;
      case 'B':
        return this.back(() => this.type(depth + 1));
      default:
        throw new Unreadable();
    }
  }

  private constant(depth: number): string {
    this.count(depth);
    if (this.skip('p')) return '_';
    if (this.skip('B')) return this.back(() => this.constant(depth + 1));
    this.next();
    const minus = this.skip('n') ? '-' : '';
    const digits = /^[0-9a-f]{0,32}_/.exec(this.text.slice(this.at, this.at + 40))?.[0];
    if (digits === undefined) throw new Unreadable();
    this.at += digits.length;
    return minus + BigInt(`0x0${digits.slice(0, -1)}`).toString();
  }

  /** What was written before, at an offset from behind "_R". */
  private back<T>(read: () => T): T {
    const from = this.at - 1;
    const to = this.number62() + 2;
    if (!(to < from)) throw new Unreadable();
    const after = this.at;
    this.at = to;
    const found = read();
    this.at = after;
    return found;
  }

  private disambiguator(): void {
    if (this.skip('s')) this.number62();
  }

  /** Base 62 and "_": 0 is "_", 1 is "0_". */
  private number62(): number {
    const digits = /^[0-9a-zA-Z]{0,14}_/.exec(this.text.slice(this.at, this.at + 16))?.[0];
    if (digits === undefined) throw new Unreadable();
    this.at += digits.length;
    if (digits === '_') return 0;
    let value = 0;
    for (const digit of digits.slice(0, -1)) value = value * 62 + DIGITS.indexOf(digit);
    return value + 1;
  }

  private identifier(): string {
    // Names in other alphabets are written in Punycode.
    if (this.skip('u')) throw new Unreadable();
    const digits = /^\d{1,4}/.exec(this.text.slice(this.at, this.at + 4))?.[0];
    if (digits === undefined) throw new Unreadable();
    this.at += digits.length;
    this.skip('_');
    const length = Number(digits);
    if (this.at + length > this.text.length) throw new Unreadable();
    this.at += length;
    return this.text.slice(this.at - length, this.at);
  }

  private next(): string {
    return this.text[this.at++] ?? '';
  }
  private skip(letter: string): boolean {
    if (this.text[this.at] !== letter) return false;
    this.at++;
    return true;
  }
  private count(depth: number): void {
    if (depth > MAX_DEPTH || ++this.steps > MAX_STEPS) throw new Unreadable();
  }
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The name is of no form that is read here. */
class Unreadable extends Error {}
