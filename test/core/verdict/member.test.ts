import { expect, it } from 'vitest';
import { arch } from '../../../src/core/arch/x86_64/index.ts';
import type { Addr } from '../../../src/core/addr.ts';
import type { Member, StructType, Type } from '../../../src/core/types/model.ts';
import { memberAt, memberFinding } from '../../../src/core/verdict/member.ts';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { addressOf, caseOf, type CasePlan } from '../../build/case.ts';

const int: Type = { kind: 'int', name: 'int', size: 4, signed: true, bool: false, char: false };
const member = (name: string, type: Type, offset: number): Member => ({ name, type, bitOffset: offset * 8 });
const struct = (name: string, size: number, members: readonly Member[]): StructType => ({
  kind: 'struct',
  name,
  size,
  members,
});
const place = struct('place', 8, [member('x', int, 0), member('y', int, 4)]);
const anonymous = struct('', 8, [member('flags', int, 0), member('users', int, 4)]);
const table: Type = { kind: 'array', element: place, count: 4 };
const device = struct('device', 64, [
  member('id', int, 0),
  member('', anonymous, 8),
  member('places', table, 16),
]);
const pointer: Type = { kind: 'pointer', size: 8, target: device };

it('names what lies at an offset, within arrays and structures without a name', () => {
  expect([0, 8, 12, 16, 36, 4, 64].map((offset) => memberAt(device, offset))).toEqual([
    'id',
    'flags',
    'users',
    'places[0].x',
    'places[2].y',
    undefined,
    undefined,
  ]);
});

it('knows a parameter by the prototype of its function, and nothing without one', () => {
  // mov 0xc(%rdi),%eax
  const frames = [
    'machine_kexec',
    'oops_end',
    'page_fault_oops',
    { name: 'asm_exc_page_fault', entered: { rsp: 0xffffc90000004200n, rdi: 0n } },
    { name: 'poke', offset: 0 },
  ];
  const plan: CasePlan = {
    frames,
    log: ['BUG: kernel NULL pointer dereference, address: 000000000000000c'],
    memory: { [addressOf({ frames }, 'poke').toString()]: [0x8b, 0x47, 0x0c, 0xc3] },
  };
  const c = caseOf(plan);
  const { fault } = c;
  if (!fault) throw new Error('no fault');
  expect(arch.registers?.arguments[0]).toBe('rdi');
  expect(fault.registers.ip).toBe(addressOf(plan, 'poke') as Addr);
  const proto: Type = {
    kind: 'function',
    result: { kind: 'void' },
    parameters: [{ name: 'dev', type: pointer }],
    variadic: false,
  };
  const types = c.kernel.types as unknown as Record<string, unknown>;
  types.find = () => undefined;
  expect(memberFinding(c, fault, 'rdi', 12)).toEqual([]);
  types.find = (kind: string, name: string) => (kind === 'func' && name === 'poke' ? proto : undefined);
  expect(spoken(memberFinding(c, fault, 'rdi', 12), 'en').map(({ text }) => text)).toEqual([
    'By its declared type the pointer was to a struct device: at offset 0xc of it lies users.',
  ]);
});
