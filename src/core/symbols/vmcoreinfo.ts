import { addr, type Addr } from '../addr.ts';

/**
 * VMCOREINFO: lines "KEY=value" that the kernel writes at boot for readers of dumps (kernel/vmcore_info.c,
 * kernel/crash_core.c before 6.9; Documentation/admin-guide/kdump/vmcoreinfo.rst). SYMBOL(x) values are
 * hexadecimal and already relocated; the others are decimal unless said otherwise.
 */
export class Vmcoreinfo {
  private readonly values = new Map<string, string>();

  constructor(readonly text: string) {
    for (const line of text.split(/\r?\n/)) {
      const equals = line.indexOf('=');
      if (equals > 0) this.values.set(line.slice(0, equals), line.slice(equals + 1));
    }
  }

  static parse(bytes: Uint8Array): Vmcoreinfo {
    let text = '';
    for (const byte of bytes.subarray(0, 65536)) {
      if (byte === 0) break;
      text += String.fromCharCode(byte);
    }
    return new Vmcoreinfo(text);
  }

  get(key: string): string | undefined {
    return this.values.get(key);
  }
  get release(): string | undefined {
    return this.values.get('OSRELEASE');
  }
  /** SYMBOL(name): an address. */
  symbol(name: string): Addr | undefined {
    return this.hexadecimal(`SYMBOL(${name})`);
  }
  /** NUMBER(name): decimal; some keys are written in hexadecimal with 0x. */
  number(name: string): bigint | undefined {
    const text = this.values.get(`NUMBER(${name})`);
    return text !== undefined && /^(-?\d+|0x[0-9a-f]+)$/i.test(text) ? BigInt(text) : undefined;
  }
  /** OFFSET(struct.member), SIZE(struct), LENGTH(array). */
  offset(name: string): number | undefined {
    return this.decimal(`OFFSET(${name})`);
  }
  size(name: string): number | undefined {
    return this.decimal(`SIZE(${name})`);
  }
  length(name: string): number | undefined {
    return this.decimal(`LENGTH(${name})`);
  }
  /** KERNELOFFSET: how far KASLR moved the kernel image. */
  get kernelOffset(): bigint | undefined {
    return this.hexadecimal('KERNELOFFSET');
  }
  /** CRASHTIME: seconds since 1970 at which the kernel began to crash. */
  get crashTime(): number | undefined {
    return this.decimal('CRASHTIME');
  }
  /** PAGESIZE: bytes of the kernel's pages. */
  get pageSize(): number | undefined {
    return this.decimal('PAGESIZE');
  }
  get buildId(): string | undefined {
    return this.values.get('BUILD-ID');
  }
  *entries(): IterableIterator<[string, string]> {
    yield* this.values;
  }

  private hexadecimal(key: string): Addr | undefined {
    const text = this.values.get(key);
    return text !== undefined && /^(0x)?[0-9a-f]{1,16}$/i.test(text)
      ? addr(BigInt('0x' + text.replace(/^0x/i, '')))
      : undefined;
  }
  private decimal(key: string): number | undefined {
    const text = this.values.get(key);
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }
}
