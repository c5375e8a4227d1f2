import { describe, expect, it } from 'vitest';
import { frameByCode, framesAtJumps } from '../../../../src/core/arch/x86_64/frame-by-code.ts';

/** Functions as gcc writes them, by their bytes; `at` counts from the first one. */
const START = 0xffffffff81000000n;
const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
const frame = (code: Uint8Array, at: number): ReturnType<typeof frameByCode> =>
  frameByCode(code, START, START + BigInt(at));

describe('a function with a frame pointer', () => {
  const code = hex(`
    f3 0f 1e fa  0f 1f 44 00 00  55  48 89 e5  41 57  53  48 83 ec 18
    85 ff  74 0a
    48 83 c4 18  5b  41 5f  5d  c3  cc
    0f 0b  eb f2`);

  it('has its return address on top until rbp is pushed and set, and again once it is taken off', () => {
    expect(frame(code, 0)).toEqual({ framed: false, depth: 0, saved: undefined });
    expect(frame(code, 9)).toEqual({ framed: false, depth: 0, saved: undefined });
    expect(frame(code, 10)).toEqual({ framed: false, depth: 8, saved: 8 });
    expect(frame(code, 13)).toEqual({ framed: true, depth: 8, saved: 8 });
    expect(frame(code, 20)).toEqual({ framed: true, depth: 48, saved: 8 });
    // at pop %rbp, and at ret
    expect(frame(code, 31)).toEqual({ framed: true, depth: 8, saved: 8 });
    expect(frame(code, 32)).toEqual({ framed: false, depth: 0, saved: undefined });
  });

  it('has behind its return what the jump that leads there had', () => {
    expect(frame(code, 34)).toEqual({ framed: true, depth: 48, saved: 8 });
  });

  it('says nothing of an address within an instruction', () => {
    expect(frame(code, 11)).toBeUndefined();
  });
});

it('counts pushes and room in a function without frame pointer, and where its caller’s rbp went', () => {
  const code = hex(
    '41 54 55 48 89 fd 53 48 81 ec 00 01 00 00 e8 00 00 00 00 48 81 c4 00 01 00 00 5b 5d 41 5c c3',
  );
  expect(frame(code, 19)).toEqual({ framed: false, depth: 24 + 256, saved: 16 });
  expect(frame(code, 28)).toEqual({ framed: false, depth: 8, saved: undefined });
});

it('does not tell the depth where the stack pointer was aligned; rbp leads on', () => {
  const code = hex('55 48 89 e5 48 83 e4 f0 48 83 ec 20 90 c9 c3');
  expect(frame(code, 12)).toEqual({ framed: true, depth: undefined, saved: 8 });
  expect(frame(code, 14)).toEqual({ framed: false, depth: 0, saved: undefined });
});

it('knows cold code by the jump that leads there', () => {
  const code = hex('55 48 89 e5 53 0f 85 00 10 00 00 5b 5d c3');
  const cold = START + 11n + 0x1000n;
  expect(framesAtJumps(code, START).get(cold)).toEqual({ framed: true, depth: 16, saved: 8 });
  expect(frameByCode(hex('0f 0b 90'), cold, cold + 2n, framesAtJumps(code, START))).toEqual({
    framed: true,
    depth: 16,
    saved: 8,
  });
});

it('knows the frame that gcc makes after aligning the stack: the return address is pushed again', () => {
  // lea 8(%rsp),%r10; and $-16,%rsp; push -8(%r10); push %rbp; mov %rsp,%rbp; push %r10; … pop %r10; pop %rbp; lea -8(%r10),%rsp; ret
  const code = hex('4c 8d 54 24 08 48 83 e4 f0 41 ff 72 f8 55 48 89 e5 41 52 90 41 5a 5d 49 8d 62 f8 c3');
  expect(frame(code, 19)).toEqual({ framed: true, depth: undefined, saved: 8 });
  expect(frame(code, 27)).toEqual({ framed: false, depth: 0, saved: undefined });
});
