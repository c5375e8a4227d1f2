import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dense } from '../../scripts/page/dense.ts';
import { seal } from '../../scripts/page/seal.ts';
import { ALPHABET, fromDense, unpack } from '../../src/shell/unpack.ts';

/** Bytes that look like packed ones: a chain of digests. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let last = Buffer.from('seed');
  for (let at = 0; at < length; at += last.length) {
    last = createHash('sha256').update(last).digest();
    bytes.set(last.subarray(0, Math.min(last.length, length - at)), at);
  }
  return bytes;
}

describe('bytes as text of the page', () => {
  it('come back as they were, whatever their number', () => {
    for (let length = 1; length < 40; length++)
      expect(fromDense(dense(noise(length)))).toEqual(noise(length));
    for (const all of [0, 255]) {
      const bytes = new Uint8Array(1000).fill(all);
      expect(fromDense(dense(bytes))).toEqual(bytes);
    }
    expect(fromDense(dense(noise(100_003)))).toEqual(noise(100_003));
  });

  it('take seven characters for six bytes, all ASCII, none of which HTML or a terminal acts upon', () => {
    expect(ALPHABET.length).toBe(116);
    const text = dense(noise(60_000));
    expect(text.length).toBe(1 + 70_000);
    expect(text).toMatch(/^[\x01-\x7e]+$/);
    expect(text).not.toMatch(/[<&\r\n\x07\b\x1a\x1b]/);
  });

  it('are refused where the text was cut or changed', () => {
    const text = dense(noise(600));
    expect(() => fromDense(text.slice(0, -1))).toThrow(/changed or cut/);
    expect(() => fromDense(text.slice(0, 50) + '\n' + text.slice(51))).toThrow(/changed or cut/);
    expect(() => fromDense(text.slice(0, 50) + '가' + text.slice(51))).toThrow(/changed or cut/);
    expect(() => fromDense('')).toThrow(/changed or cut/);
  });
});

describe('the sealed page', () => {
  const sealed = seal({
    outer:
      '<html data-build="{{build}}" data-sample="{{sample}}"><meta content="{{policy}}"><!-- {{style}} --><!-- {{script}} --><iframe hidden></iframe><!-- {{parts}} --></html>',
    outerStyle: 'html{}',
    outerScript: 'say("손상")',
    inner:
      '<meta content="{{policy}}"><!-- {{early}} --><p>가나다 & "x" \'y\'</p><script type="module">go()</script>',
    earlyScript: 'early()',
    parts: { worker: new TextEncoder().encode('work()') },
    sampleName: 'a "b" & c.vmcore',
  });

  it('is ASCII throughout, so its scripts keep their hashes in whatever encoding it is read', () => {
    expect(sealed.html).toMatch(/^[\x01-\x7f]*$/);
    expect(sealed.html).toContain('say("\\uc190\\uc0c1")');
  });

  it('carries the app’s document packed, with its rules and its words', async () => {
    const text = /data-part="inner">([^<]*)</.exec(sealed.html)?.[1] ?? '';
    const inner = new TextDecoder().decode(await unpack(text));
    expect(inner).toContain('가나다 & "x" \'y\'');
    expect(inner).toContain("default-src 'none'");
    expect(inner).toContain('<script>early()</script>');
  });
});
