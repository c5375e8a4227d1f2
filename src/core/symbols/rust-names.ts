/**
 * Names of Rust functions, as compilers write them into symbols: v0 ("_RNvC3foo3bar", Rust RFC 2603) and the older form
 * that looks like C++'s ("_ZN3foo3bar17h0123456789abcdefE").
 */

/** What follows one another and nests in a name is bounded: a damaged one does not go on for ever. */
const MAX_DEPTH = 64;
const MAX_TEXT = 4096;
/** Steps of one name: references back can double it again and again. */
const MAX_STEPS = 4000;

/** `name` as it is written in Rust; undefined when it is no name of Rust's. */
export function rustName(name: string): string | undefined {
  return name.startsWith('_R') ? new V0(name.slice(2)).whole() : legacy(name);
}

/** "foo::bar" of "_ZN3foo3bar17h…E": each part with its length, a hash at the end. */
function legacy(name: string): string | undefined {
  const [, body] = /^_ZN((?:\d{1,4}[\w$.]+)+)E/.exec(name) ?? [];
  if (body === undefined) return undefined;
  const parts: string[] = [];
  for (let at = 0; at < body.length;) {
    const [digits] = /^\d{1,4}/.exec(body.slice(at)) ?? [''];
    const length = Number(digits);
    if (length === 0 || at + digits.length + length > body.length) return undefined;
    parts.push(body.slice(at + digits.length, at + digits.length + length));
    at += digits.length + length;
  }
  if (!/^h[\da-f]{16}$/.test(parts.pop() ?? '')) return undefined;
  const signs: Readonly<Record<string, string>> = {
    $LT$: '<',
    $GT$: '>',
    $RF$: '&',
    $BP$: '*',
    $LP$: '(',
    $RP$: ')',
    $C$: ',',
    $SP$: '@',
  };
  return parts
    .map((part) =>
      part
        .replace(/^_\$/, '$')
        .replace(/\$u([\da-f]{2,4})\$/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
        .replace(/\$[A-Z]{1,2}\$/g, (sign) => signs[sign] ?? sign)
        .replace(/\.\./g, '::'),
    )
    .join('::');
}

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

/** The grammar is broken. */
class NoName extends Error {}

/** One v0 name, read from left to right; numbers are of base 62. */
class V0 {
  private at = 0;
  private deep = 0;
  private steps = 0;

  constructor(private readonly text: string) {}

  whole(): string | undefined {
    try {
      const path = this.path(true);
      return path.length > MAX_TEXT ? undefined : path;
    } catch (error) {
      if (error instanceof NoName) return undefined;
      throw error;
    }
  }

  private next(): string {
    if (this.at >= this.text.length) throw new NoName();
    return this.text[this.at++];
  }

  private eat(letter: string): boolean {
    if (this.text[this.at] !== letter) return false;
    this.at++;
    return true;
  }

  /** "_" is 0, "0_" 1, "Z_" 62. */
  private base62(): number {
    if (this.eat('_')) return 0;
    let value = 0;
    for (let letter = this.next(); letter !== '_'; letter = this.next()) {
      const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(letter);
      if (digit < 0 || value > 2 ** 80) throw new NoName();
      value = value * 62 + digit;
    }
    return value + 1;
  }

  private disambiguator(): number {
    return this.eat('s') ? this.base62() + 1 : 0;
  }

  private identifier(): { readonly name: string; readonly number: number } {
    const number = this.disambiguator();
    const coded = this.eat('u');
    const [digits] = /^(0|[1-9]\d{0,4})/.exec(this.text.slice(this.at)) ?? [];
    if (digits === undefined) throw new NoName();
    this.at += digits.length;
    this.eat('_');
    const length = Number(digits);
    if (this.at + length > this.text.length) throw new NoName();
    const name = this.text.slice(this.at, this.at + length);
    this.at += length;
    // What is not ASCII is written in Punycode: shown as it stands.
    return { name: coded ? `punycode{${name}}` : name, number };
  }

  /** Reads at the place that is named, then goes on after the name. */
  private back<T>(read: () => T): T {
    const start = this.at - 1;
    const to = this.base62();
    if (to >= start) throw new NoName();
    const after = this.at;
    this.at = to;
    const found = this.nested(read);
    this.at = after;
    return found;
  }

  private nested<T>(read: () => T): T {
    if (++this.deep > MAX_DEPTH || ++this.steps > MAX_STEPS) throw new NoName();
    const found = read();
    this.deep--;
    return found;
  }

  /** `value`: in a name of a value generic arguments follow "::". */
  private path(value: boolean): string {
    return this.nested(() => {
      const tag = this.next();
      switch (tag) {
        case 'C':
          return this.identifier().name;
        case 'N': {
          const space = this.next();
          const parent = this.path(value);
          const { name, number } = this.identifier();
          if (/[a-z]/.test(space)) return name === '' ? parent : `${parent}::${name}`;
          const what = space === 'C' ? 'closure' : space === 'S' ? 'shim' : space;
          return `${parent}::{${what}${name === '' ? '' : `:${name}`}#${number}}`;
        }
        case 'M':
          this.implPath();
          return `<${this.type()}>`;
        case 'X':
          this.implPath();
          return `<${this.type()} as ${this.path(false)}>`;
        case 'Y':
          return `<${this.type()} as ${this.path(false)}>`;
        case 'I': {
          const path = this.path(value);
          return `${path}${value ? '::' : ''}<${this.list(() => this.argument()).join(', ')}>`;
        }
        case 'B':
          return this.back(() => this.path(value));
        default:
          throw new NoName();
      }
    });
  }

  private implPath(): void {
    this.disambiguator();
    this.path(false);
  }

  /** Things until "E". */
  private list(read: () => string): string[] {
    const found: string[] = [];
    while (!this.eat('E')) {
      if (found.length > MAX_DEPTH) throw new NoName();
      found.push(read());
    }
    return found;
  }

  private argument(): string {
    if (this.eat('L')) return this.lifetime();
    if (this.eat('K')) return this.constant();
    return this.type();
  }

  private lifetime(): string {
    return this.base62() === 0 ? "'_" : "'a";
  }

  private constant(): string {
    if (this.eat('p')) return '_';
    if (this.eat('B')) return this.back(() => this.constant());
    const type = this.next();
    const minus = this.eat('n') ? '-' : '';
    const [digits] = /^[\da-f]{0,32}_/.exec(this.text.slice(this.at)) ?? [];
    if (digits === undefined) throw new NoName();
    this.at += digits.length;
    const value = BigInt(`0x0${digits.slice(0, -1)}`);
    if (type === 'b') return value === 0n ? 'false' : 'true';
    return `${minus}${value}`;
  }

  private type(): string {
    return this.nested(() => {
      const tag = this.next();
      if (Object.hasOwn(BASIC, tag)) return BASIC[tag];
      switch (tag) {
        case 'A':
          return `[${this.type()}; ${this.constant()}]`;
        case 'S':
          return `[${this.type()}]`;
        case 'T': {
          const parts = this.list(() => this.type());
          return `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`;
        }
        case 'R':
        case 'Q': {
          if (this.eat('L')) this.lifetime();
          return `&${tag === 'Q' ? 'mut ' : ''}${this.type()}`;
        }
        case 'P':
          return `*const ${this.type()}`;
        case 'O':
          return `*mut ${this.type()}`;
        case 'F':
          return this.signature();
        case 'D':
          return this.traits();
        case 'B':
          return this.back(() => this.type());
        default:
          this.at--;
          return this.path(false);
      }
    });
  }

  /** fn(…) -> … */
  private signature(): string {
    if (this.eat('G')) this.base62();
    const unsafe = this.eat('U') ? 'unsafe ' : '';
    const abi = this.eat('K') ? `extern "${this.eat('C') ? 'C' : this.identifier().name}" ` : '';
    const inputs = this.list(() => this.type());
    const output = this.type();
    return `${unsafe}${abi}fn(${inputs.join(', ')})${output === '()' ? '' : ` -> ${output}`}`;
  }

  /** dyn A + B */
  private traits(): string {
    if (this.eat('G')) this.base62();
    const bounds = this.list(() => {
      const trait = this.path(false);
      const bindings: string[] = [];
      while (this.eat('p')) bindings.push(`${this.identifier().name} = ${this.type()}`);
      return bindings.length === 0 ? trait : `${trait}<${bindings.join(', ')}>`;
    });
    if (this.eat('L')) this.lifetime();
    return `dyn ${bounds.join(' + ')}`;
  }
}
