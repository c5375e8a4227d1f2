import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../src/core/arch/x86_64/disassembler/decode.ts';
import { format } from '../../../../../src/core/arch/x86_64/disassembler/format.ts';

const at = (hex: string, address = 0x1000n) => decode(Uint8Array.from(Buffer.from(hex, 'hex')), 0, address);

describe('decode', () => {
  it('gives operands in AT&T order with their access', () => {
    const store = at('c60001'); // movb $0x1,(%rax)
    expect(store.mnemonic).toBe('movb');
    expect(store.operation).toBe('mov');
    expect(store.operands).toMatchObject([
      { kind: 'immediate', value: 1n, size: 1 },
      { kind: 'memory', base: 'rax', size: 1, access: 'w' },
    ]);
    expect(at('4801d8').operands).toMatchObject([
      { kind: 'register', name: 'rbx', access: 'r' },
      { kind: 'register', name: 'rax', access: 'rw' },
    ]);
    expect(at('39d8').operands).toMatchObject([{ access: 'r' }, { access: 'r', full: 'rax' }]);
  });

  it('says what an operand in memory is used for', () => {
    const used = (hex: string): string => {
      const operand = at(hex).operands.find((each) => each.kind === 'memory');
      return operand?.kind === 'memory' ? `${operand.access} ${operand.size}` : 'none of memory';
    };
    expect(used('488b03')).toBe('r 8'); // mov (%rbx),%rax
    expect(used('8803')).toBe('w 1'); // mov %al,(%rbx)
    expect(used('830301')).toBe('rw 4'); // addl $0x1,(%rbx)
    expect(used('833b01')).toBe('r 4'); // cmpl $0x1,(%rbx)
    expect(used('488d03')).toBe('none 0'); // lea (%rbx),%rax
    expect(used('0f1f03')).toBe('none 4'); // nopl (%rbx)
    expect(used('0f1803')).toBe('none 1'); // prefetchnta (%rbx)
    expect(used('f0480fb10b')).toBe('rw 8'); // lock cmpxchg %rcx,(%rbx)
    expect(used('ff13')).toBe('r 8'); // call *(%rbx)
    expect(used('0f1103')).toBe('w 16'); // movups %xmm0,(%rbx)
    expect(used('c5fd6f03')).toBe('r 32'); // vmovdqa (%rbx),%ymm0
    expect(used('d803')).toBe('r 4'); // fadds (%rbx)
    expect(used('0fae23')).toBe('w 0'); // xsave (%rbx)
  });

  it('computes targets and rip-relative addresses from the end of the instruction', () => {
    const call = at('e8fbffffff', 0xffffffff81000000n);
    expect(call).toMatchObject({ flow: 'call', target: 0xffffffff81000000n, length: 5 });
    const load = at('488b057a1b0000', 0xffffffffc067f83fn);
    expect(load.operands[0]).toMatchObject({ base: 'rip', address: 0xffffffffc06813c0n });
    expect(format(load, () => 'p')).toBe('mov    0x1b7a(%rip),%rax        # 0xffffffffc06813c0 <p>');
  });

  it('names registers that are used without being operands', () => {
    expect(at('f348a5').implicit).toEqual({ reads: ['rcx', 'rsi', 'rdi'], writes: ['rcx', 'rsi', 'rdi'] });
    expect(at('53').implicit.writes).toEqual(['rsp']);
    expect(at('48f7f1').implicit).toEqual({ reads: ['rax', 'rdx'], writes: ['rax', 'rdx'] });
  });

  it('says where control goes', () => {
    const flows = {
      c3: 'return',
      '7405': 'branch',
      eb05: 'jump',
      ffe0: 'jump',
      '0f0b': 'trap',
      f4: 'stop',
      '90': 'next',
    };
    for (const [bytes, flow] of Object.entries(flows)) expect(at(bytes).flow, bytes).toBe(flow);
  });

  it('calls bytes that are cut off or undefined (bad)', () => {
    expect(at('48')).toMatchObject({ length: 1 });
    expect(at('e80000')).toMatchObject({ mnemonic: '(bad)', length: 1, flow: 'stop' });
    expect(at('06')).toMatchObject({ mnemonic: '(bad)', length: 1 });
  });
});
