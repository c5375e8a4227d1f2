import { describe, expect, it } from 'vitest';
import { hex } from '../../../src/core/addr.ts';
import { LANGUAGES, render } from '../../../src/core/catalogue/message.ts';
import { refErrors } from '../../../src/core/catalogue/things.ts';
import { RequestError } from '../../../src/core/errors.ts';
import {
  codeAt,
  memoryMap,
  memoryPart,
  otherAddress,
  stackOf,
  typeLook,
} from '../../../src/core/inspect/index.ts';
import { codeIn } from '../../../src/core/inspect/code.ts';
import { hasDump, openDump } from '../../build/zoo.ts';

/** What the page looks at, on the bundled sample: a real dump. */
const session = openDump('sample');
const { kernel } = session;
const crash = session.verdict().where?.address?.replace(/^0x/, '').padStart(16, '0') ?? '';

describe('code', () => {
  it('is the whole function around an address, with links', () => {
    const code = codeAt(kernel, crash);
    expect(code.title).toBe('null_pointer_init');
    expect(code.lines.find((line) => line.address === crash)?.text).toMatch(/movb/);
    const call = code.lines.find((line) => line.target);
    expect(call?.links.some((link) => link.ref === `dis:${call.target}`)).toBe(true);
  });
  it.each(['sample', '6.12-arm64-null_pointer', '7-cloud-uaf'].filter(hasDump))(
    'of the last function of a module ends where its section ends: %s',
    (name) => {
      const { kernel } = openDump(name);
      const functions = [...kernel.symbols.all()].filter(
        ({ module, letter }) => module && /^t$/i.test(letter),
      );
      let ended = 0;
      for (const { address } of functions) {
        const { lines, zeros } = codeAt(kernel, hex(address, 16));
        if (zeros) ended++;
        const bytes = lines.map((line) => line.bytes).join(' ');
        expect(bytes, hex(address, 16)).not.toMatch(/(?:\b00 ){15}00\b/);
      }
      expect(ended).toBeGreaterThan(0);
    },
  );
  it('shows what is asked for though it and all that follows are zeroes', () => {
    const overwritten = new Uint8Array(64).fill(0x90, 0, 8);
    for (const module of [true, false]) {
      expect(codeIn(overwritten, 0n, module)).toEqual({ end: 8, zeros: 56 });
      expect(codeIn(overwritten, 10n, module)).toEqual({ end: 26, zeros: 38 });
      expect(codeIn(overwritten, 60n, module)).toEqual({ end: 64, zeros: 0 });
    }
  });
  it('has remarks beside what they are on, their links in place', () => {
    const remarks = codeAt(kernel, crash).lines.filter(({ text }) => text.includes('#'));
    expect(remarks.length).toBeGreaterThan(0);
    for (const { text, links } of remarks) {
      expect(text).not.toMatch(/ {2,}#/);
      const linked = links.map(({ start, end }) => text.slice(start, end));
      expect(linked).toContain('p [null_pointer]');
    }
  });
  it('shows the last symbol of all from its beginning on', () => {
    const table = Object.create(kernel.symbols) as typeof kernel.symbols;
    table.byAddress = (address) => {
      const at = kernel.symbols.byAddress(address);
      return at && { ...at, symbol: { ...at.symbol, size: undefined } };
    };
    const odd = { ...kernel, symbols: table } as typeof kernel;
    expect(codeAt(Object.setPrototypeOf(odd, kernel) as typeof kernel, crash).title).toBe(
      'null_pointer_init',
    );
  });
  it('says so when there is none', () => {
    expect(codeAt(kernel, 'no_such_function_').note).toMatchObject(
      refErrors.symbol({ name: 'no_such_function_' }),
    );
    const nowhere = codeAt(kernel, '0000000000001000');
    expect(nowhere.lines).toEqual([]);
    for (const language of LANGUAGES)
      expect(nowhere.note && render(nowhere.note, language)).toContain('1000');
    expect(nowhere.note && render(nowhere.note, 'ko')).toMatch(/[가-힣]/);
  });
});

describe('a stack', () => {
  it('is the panic task’s without a reference, frames with their words', () => {
    const stack = stackOf(kernel, undefined);
    expect(stack.task.comm).toBe('insmod');
    expect(stack.frames.map((frame) => frame.symbol)).toContain('do_one_initcall');
    expect(stack.frames.some((frame) => frame.words.length > 0)).toBe(true);
  });
  it('is found by PID, task and stack reference alike', () => {
    const first = stackOf(kernel, 'pid:2');
    expect(stackOf(kernel, `stack:${first.task.address}`)).toEqual(first);
    expect(() => stackOf(kernel, 'pid:9999999')).toThrow(/No task/);
  });
});

describe('memory', () => {
  it('has bytes, notes on pointers, and reasons for what is absent', () => {
    const { frames } = stackOf(kernel, undefined);
    const part = memoryPart(kernel, 'virtual', frames[0].sp ?? '', 512);
    expect(part.gaps).toEqual([]);
    expect(part.notes.length).toBeGreaterThan(0);
    expect(memoryPart(kernel, 'virtual', '0000000000000000', 64).gaps).toEqual([
      { from: 0, length: 64, why: 'not-mapped' },
    ]);
  });
  it('is bounded', () => {
    expect(memoryPart(kernel, 'physical', '0000000000000000', 1 << 30).bytes.length).toBeLessThanOrEqual(
      65536,
    );
  });
});

describe('types', () => {
  it('list members, anonymous ones in place, and the values of an instance', () => {
    const plain = typeLook(kernel, 'task_struct');
    expect(plain.members.find((member) => member.name === 'comm')?.declaration).toBe('char comm[16]');
    const { task } = stackOf(kernel, undefined);
    const instance = typeLook(kernel, 'task_struct', task.address);
    expect(instance.members.find((member) => member.name === 'comm')?.value).toContain('insmod');
    expect(instance.members.find((member) => member.name === 'pid')?.value).toBe(String(task.pid));
  });
  it('know enums and refuse what is not there', () => {
    expect(typeLook(kernel, 'pid_type').values?.[0]).toEqual({ name: 'PIDTYPE_PID', value: '0' });
    expect(() => typeLook(kernel, 'no_such_type_')).toThrow(/The type "no_such_type_" is not in th/);
  });
});

describe('memory as the page asks for it', () => {
  it('is mapped in stretches: what the file has of each, and where there is none', () => {
    const map = memoryMap(session.kernel, 64);
    expect(map.share.length).toBeLessThanOrEqual(64);
    expect(map.share.length * map.part).toBeGreaterThanOrEqual(map.bytes);
    const pages = session.kernel.container.pages;
    const frames = map.part / pages.pageSize;
    for (const [i, share] of map.share.entries()) {
      let count = 0;
      for (
        let pfn = pages.next(i * frames);
        pfn !== undefined && pfn < (i + 1) * frames;
        pfn = pages.next(pfn + 1)
      )
        count++;
      const size = Math.min(frames, pages.endPfn - i * frames);
      if (share >= 0) expect(share).toBeCloseTo(count / size, 6);
      else expect(count).toBe(0);
    }
    expect(map.share.some((share) => share > 0)).toBe(true);
  });

  it('is the same byte in both spaces', () => {
    const task = session.kernel.symbols.byName('init_task')!.address;
    const physical = otherAddress(session.kernel, 'virtual', hex(task, 16))!;
    const virtual = otherAddress(session.kernel, 'physical', physical)!;
    expect(otherAddress(session.kernel, 'virtual', virtual)).toBe(physical);
    const bytes = (space: 'virtual' | 'physical', at: string): Uint8Array =>
      memoryPart(session.kernel, space, at, 64).bytes;
    expect(bytes('physical', physical)).toEqual(bytes('virtual', hex(task, 16)));
    expect(bytes('virtual', virtual)).toEqual(bytes('virtual', hex(task, 16)));
    expect(otherAddress(session.kernel, 'virtual', '0000000000000000')).toBeUndefined();
    expect(otherAddress(session.kernel, 'virtual', '1234000000000000')).toBeUndefined();
    expect(otherAddress(session.kernel, 'physical', 'fffffffffffffff0')).toBeUndefined();
  });

  it('is reached by whatever people type for an address', () => {
    const at = (name: string): bigint => session.kernel.symbols.byName(name)!.address;
    expect(session.address('init_task')).toBe(at('init_task'));
    expect(session.address(' init_task+0x20 ')).toBe(at('init_task') + 0x20n);
    expect(session.address('init_task - 16')).toBe(at('init_task') - 16n);
    expect(session.address(`0x${at('init_task').toString(16)}`)).toBe(at('init_task'));
    expect(session.address(`${at('init_task').toString(16)}+8`)).toBe(at('init_task') + 8n);
    expect(session.address('runqueues:1')).toBe(
      BigInt.asUintN(64, at('runqueues') + session.kernel.perCpuOffset(1)),
    );
    for (const wrong of ['', 'nothing_like_it', 'init_task+', 'runqueues:99', '))'])
      expect(() => session.address(wrong)).toThrow(RequestError);
  });
});
