import { describe, expect, it } from 'vitest';
import { listEntries } from '../../../src/core/kernel/lists.ts';
import { modules, moduleSymbols } from '../../../src/core/kernel/modules.ts';
import { openSession, type Session } from '../../../src/core/session.ts';
import { memorySource, type ByteSource } from '../../../src/core/source/source.ts';
import type { TypeSource } from '../../../src/core/types/type-source.ts';
import { BtfWriter } from '../../build/btf.ts';
import { seededRandom } from '../../build/random.ts';
import { rawSample } from '../../build/raw-sample.ts';
import { lacksOf } from '../../build/said.ts';
import { buildVmlinux, type VmlinuxPlan } from '../../build/vmlinux.ts';
import { engine, openDump } from '../../build/zoo.ts';

/** The sample as it would be without types, without names; and what files beside it can say of them. */
const sample = rawSample();
const sound = openDump('sample');
const { kernel } = sound;
const { space, vmcoreinfo } = kernel;
const btfStart = kernel.symbol('__start_BTF').address;
const btf = space.read(btfStart, Number(kernel.symbol('__stop_BTF').address - btfStart));
const offset = vmcoreinfo.kernelOffset ?? 0n;
const symbols = [...kernel.symbols.image.all()].map(({ name, address, letter }) => ({
  name,
  letter,
  // As it was linked.
  value: address >> 63n ? BigInt.asUintN(64, address - offset) : address,
}));
const map = symbols
  .map(({ name, letter, value }) => `${value.toString(16).padStart(16, '0')} ${letter} ${name}`)
  .join('\n');
const systemMap = (text = map): ByteSource => memorySource(new TextEncoder().encode(text), 'System.map');

function wipe(bytes: Uint8Array, start: bigint, end: bigint): void {
  for (let at = start; at < end; at += 4096n) {
    const place = sample.offsetOf(space.translate(at) ?? -1);
    const length = Math.min(4096 - Number(at % 4096n), Number(end - at));
    if (place !== undefined) bytes.fill(0, place, place + length);
    at -= at % 4096n;
  }
}
const noTypes = (bytes: Uint8Array): void => wipe(bytes, btfStart, btfStart + BigInt(btf.length));
/** The token table: without it no name can be read. */
const noNames = (bytes: Uint8Array): void => {
  const tokens = vmcoreinfo.symbol('kallsyms_token_table') ?? 0n;
  wipe(bytes, tokens, tokens + 1024n);
};
function opened(changes: readonly ((bytes: Uint8Array) => void)[], ...files: ByteSource[]): Session {
  const bytes = sample.bytes.slice();
  for (const change of changes) change(bytes);
  return openSession([memorySource(bytes, 'vmcore'), ...files], { engine });
}
const shown = (session: Session, line: string): string =>
  [...session.run(line)].map(({ text }) => text).join('\n');

describe('a dump without types', () => {
  it('opens, and says what has them', () => {
    const session = opened([noTypes]);
    expect(session.kernel.types.known).toBe(false);
    expect(lacksOf(session)).toEqual([expect.stringContaining('tasks and modules cannot be listed')]);
    expect(session.verdict().kind).toBe('null-pointer');
    expect(shown(session, 'log')).toBe(shown(sound, 'log'));
    expect(shown(session, 'sym schedule')).toBe(shown(sound, 'sym schedule'));
  });

  it.each([
    ['a .btf', () => memorySource(btf, 'kernel.btf')],
    ['a vmlinux with .BTF', () => buildVmlinux({ btf }, 'kernel.btf')],
  ])('takes those of %s that agrees with it, and says so', (_, file) => {
    const session = opened([noTypes], file());
    for (const line of ['ps', 'bt', 'mod', 'log', 'struct list_head', 'sys'])
      expect(shown(session, line).replaceAll('vmcore', '')).toBe(
        shown(sound, line).replaceAll('null_pointer.vmcore', ''),
      );
    expect(session.verdict()).toMatchObject({ kind: 'null-pointer', confidence: sound.verdict().confidence });
    expect(lacksOf(session)).toEqual([
      expect.stringMatching(/^the types are those of kernel.btf, which agrees with the dump in \d\d sizes/),
    ]);
  });

  it('does not take types of another kernel', () => {
    const other = btf.slice();
    const view = new DataView(other.buffer);
    // One struct that VMCOREINFO knows has another size.
    const writer = new BtfWriter();
    const long = writer.int('unsigned long', 8);
    writer.struct('list_head', 24, [{ name: 'next', type: long, bits: 64 }]);
    expect(view.getUint16(0, true)).toBe(0xeb9f);
    const session = opened([noTypes], memorySource(writer.bytes(), 'other.btf'));
    expect(session.kernel.types.known).toBe(false);
    expect(lacksOf(session)[0]).toMatch(
      /other.btf is not of this kernel and was not used: it differs in .*list_head/,
    );
  });

  it('does not take types of which nothing can be held against it', () => {
    const writer = new BtfWriter();
    writer.int('int', 4, { signed: true });
    expect(lacksOf(opened([noTypes], memorySource(writer.bytes(), 'few.btf')))[0]).toContain(
      'few.btf was not used: only 0 things',
    );
  });

  it('says of a vmlinux without .BTF how to make one', () => {
    const session = opened([noTypes], buildVmlinux({ buildId: vmcoreinfo.buildId }));
    expect(lacksOf(session)[0]).toContain('pahole -J vmlinux');
  });
});

describe('a dump without names', () => {
  const files = {
    'a System.map': () => systemMap(),
    'a vmlinux': () =>
      buildVmlinux({
        symbols: symbols.map(({ name, letter, value }) => ({ name, value, code: /t/i.test(letter) })),
        buildId: vmcoreinfo.buildId,
      }),
  };
  it.each(Object.entries(files))('takes those of %s, moved as KASLR moved the kernel', (_, file) => {
    expect(offset).not.toBe(0n);
    const session = opened([noNames], file());
    expect(lacksOf(session)).toEqual([
      expect.stringMatching(/^the symbols are those of .*, which agrees with the dump/),
    ]);
    for (const line of ['ps', 'bt', 'mod', 'sym schedule', 'sym init_task', 'log'])
      expect(shown(session, line).toLowerCase()).toBe(shown(sound, line).toLowerCase());
    expect(session.verdict()).toMatchObject({ kind: 'null-pointer', confidence: sound.verdict().confidence });
  });

  it('does not take those of another kernel', () => {
    const other = map.replace(/^[0-9a-f]{16} (\w) init_uts_ns$/m, 'ffffffff82000000 $1 init_uts_ns');
    const session = opened([noNames], systemMap(other));
    expect(lacksOf(session)[0]).toContain(
      'System.map is not of this kernel and was not used: it differs in init_uts_ns',
    );
  });

  it('still has its types, found by their header', () => {
    const session = opened([noNames]);
    expect(session.kernel.types.known).toBe(true);
    expect(shown(session, 'struct list_head')).toBe(shown(sound, 'struct list_head'));
    expect(shown(session, 'log')).toBe(shown(sound, 'log'));
    // That names are lost, and which variables were found by their shape instead.
    expect(lacksOf(session)).toHaveLength(2);
  });
});

describe('a dump without the types of a module', () => {
  const entry = [
    ...listEntries(kernel.object('btf_modules', 'struct list_head'), 'struct btf_module', 'list'),
  ][0];
  const own = entry.get('btf').deref();
  const types = space.read(own.get('data').pointer(), own.get('data_size').number());
  const module = modules(kernel).filter(({ object }) => object.address === entry.get('module').pointer())[0];
  const { base } = module.ranges[0];
  const isText = (letter: string): boolean => /t/i.test(letter);
  const names = [...moduleSymbols(kernel, module).all()].map(({ name, address, letter }) => ({
    name,
    value: address - base,
    code: isText(letter),
  }));
  const about = [
    `name=${module.name}`,
    `vermagic=${vmcoreinfo.release ?? ''} SMP preempt mod_unload modversions `,
  ];
  const file = (change: Partial<VmlinuxPlan> = {}, name = 'given.ko'): ByteSource =>
    buildVmlinux({ symbols: names, btf: types, modinfo: about, ...change }, name);
  /** struct of the module alone. */
  const [struct] = new Set(
    [...types.reduce((all, byte) => all + String.fromCharCode(byte), '').matchAll(/[a-z_]{6,}/g)]
      .map(([name]) => name)
      .filter((name) => kernel.types.struct(name) && !(kernel.types.base as TypeSource).find('struct', name)),
  );
  /** The list of btf_modules is empty. */
  const noModuleTypes = (bytes: Uint8Array): void => {
    const head = kernel.symbol('btf_modules').address;
    const at = sample.offsetOf(space.translate(head) ?? -1) ?? -1;
    const view = new DataView(bytes.buffer);
    view.setBigUint64(at, head, true);
    view.setBigUint64(at + 8, head, true);
  };

  it('takes those of a .ko that agrees with it, and says so', () => {
    expect(opened([noModuleTypes]).kernel.types.struct(struct)).toBeUndefined();
    const session = opened([noModuleTypes], file());
    expect(shown(session, `struct ${struct}`)).toBe(shown(sound, `struct ${struct}`));
    expect(lacksOf(session)).toEqual([
      expect.stringMatching(
        new RegExp(`^the types of module ${module.name} are those of given.ko, .* in \\d+ names`),
      ),
    ]);
  });

  it('does not take those of another build', () => {
    const moved = names.map((each, i) => ({ ...each, value: each.value + BigInt(i * 16) }));
    const release = [about[0], 'vermagic=6.1.0-99-other SMP'];
    for (const [change, wrong] of [
      [{ symbols: moved }, 'symbol offsets'],
      [{ modinfo: release }, 'vermagic'],
      [{ symbols: names.slice(0, names.length / 2) }, '…'],
    ] as const) {
      const session = opened([noModuleTypes], file(change));
      expect(lacksOf(session)).toEqual([
        expect.stringMatching(`given.ko is another build of module ${module.name}`),
      ]);
      expect(lacksOf(session)[0]).toContain(wrong);
      expect(session.kernel.types.struct(struct)).toBeUndefined();
    }
  });

  it('names those that are not of use', () => {
    expect(lacksOf(opened([], file()))[0]).toMatch(/given.ko was not needed: the types of module/);
    expect(lacksOf(opened([noModuleTypes], file({ modinfo: ['name=other'] })))[0]).toMatch(
      /no module of its name/,
    );
    expect(lacksOf(opened([noModuleTypes], file({ btf: undefined })))[0]).toMatch(/no section .BTF/);
    expect(lacksOf(opened([noTypes], file())).at(-1)).toMatch(/given.ko was not used: the modules/);
  });
});

describe('files beside a dump that needs none', () => {
  it('are named', () => {
    const session = opened([], systemMap(), memorySource(btf, 'kernel.btf'));
    expect(lacksOf(session)).toEqual([
      'System.map was not needed: symbols and types come from the dump itself',
      'kernel.btf was not needed: symbols and types come from the dump itself',
    ]);
  });
});

describe('files that are damaged', () => {
  it('cost themselves and nothing else', () => {
    const below = seededRandom(5);
    const vmlinux = buildVmlinux({
      symbols: symbols.slice(0, 500),
      btf: btf.slice(0, 4096),
      buildId: 'ab'.repeat(20),
    });
    const bytes = new Uint8Array(vmlinux.size);
    vmlinux.read(0, bytes);
    for (let round = 0; round < 6; round++) {
      const bad = bytes.slice(0, round % 3 === 0 ? below(bytes.length) : bytes.length);
      for (let i = 0; i < 8; i++) bad[below(Math.min(64, bad.length))] ^= 1 << below(8);
      bad.set([0x7f, 0x45, 0x4c, 0x46].slice(0, bad.length));
      const session = opened([noTypes, noNames], memorySource(bad, 'vmlinux'));
      expect(session.verdict().kind).not.toBe('live');
    }
  });
});
