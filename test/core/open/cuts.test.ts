import { describe, expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { openSession } from '../../../src/core/session.ts';
import { cutOff, leftOf, type Left, asElf } from '../../build/cuts.ts';
import { dumpPath, engine, fileSource, hasDump, openDump } from '../../build/zoo.ts';

const NAME = '6.1-null_pointer';
/** What a cut dump shows at least; `tasks` of 83, `log` of 426 records. */
interface Floor {
  readonly percent: number;
  readonly log: number;
  readonly tasks: number;
  readonly symbols: boolean;
  readonly types: boolean;
  readonly kind?: string;
}

const floor = (
  percent: number,
  log: number,
  tasks: number,
  symbols = true,
  types = true,
  kind?: string,
): Floor => ({
  percent,
  log,
  tasks,
  symbols,
  types,
  kind,
});

const KDUMP = [
  floor(99, 426, 80, true, true, 'null-pointer'),
  floor(95.8, 426, 73, true, true, 'null-pointer'),
  floor(91.7, 426, 33, true, true, 'null-pointer'),
  floor(87.5, 369, 27, true, true, 'null-pointer'),
  floor(83.3, 369, 27, true, true, 'null-pointer'),
  floor(75, 369, 0, true, true),
  floor(60, 369, 0, false, false),
  floor(40, 0, 0, false, false),
  floor(10, 0, 0, false, false),
  floor(2, 0, 0, false, false),
];
const ELF = [
  floor(95.8, 426, 73, true, true, 'null-pointer'),
  floor(83.3, 426, 73, true, true, 'null-pointer'),
  floor(75, 426, 33, true, true, 'null-pointer'),
  floor(60, 369, 27, true, true, 'null-pointer'),
  floor(40, 0, 0, false, false),
  floor(2, 0, 0, false, false),
];

function holds(left: Left, at: Floor): void {
  expect(left.refused).toBeUndefined();
  expect(left.told).toBe(true);
  // VMCOREINFO stands at the beginning of the file: always.
  expect(left.release).toBe('6.1.0-50-amd64');
  expect(left.died).toBe('2026-11-23T00:10:27Z');
  expect(left.log).toBeGreaterThanOrEqual(at.log);
  expect(left.tasks).toBeGreaterThanOrEqual(at.tasks);
  if (at.symbols) expect(left.symbols).toBe(true);
  if (at.types) expect(left.types).toBe(true);
  // It crashed: whatever is missing, it is never a machine that was well.
  expect(left.kind).not.toBe('live');
  expect(left.kind).toBe(at.kind ?? 'unknown');
  if (at.kind === undefined) expect(left.confidence).toBe('guess');
  // What cannot be read is absent, not none.
  expect(left.cpus).not.toBe(0);
  if (left.tasks === 0) expect(left.taints).toBeUndefined();
}

describe.skipIf(!hasDump(NAME))('a kdump that was cut off', () => {
  it.each(KDUMP)('at $percent % shows what its bytes hold', (at) => {
    holds(leftOf(cutOff(fileSource(dumpPath(NAME)), at.percent)), at);
  });

  it('is not said to have no types where their pages are what is missing', () => {
    const session = openSession([cutOff(fileSource(dumpPath(NAME)), 40)], { engine });
    const said = session.summary.lacks.map((each) => render(each, 'en')).join('\n');
    expect(said).not.toContain('carries no types');
    expect(said).toMatch(/types \(BTF\) cannot be read.*pages of it are missing/);
  });

  it('is not told as cut when it is whole', () => {
    expect(openDump(NAME).kernel.container.cut).toBeUndefined();
    expect(openDump(NAME).summary.lacks).toEqual([]);
  });
});

describe.skipIf(!hasDump(NAME))('an ELF core that was cut off', () => {
  const elf = hasDump(NAME) ? asElf(fileSource(dumpPath(NAME))) : undefined;
  it.each(ELF)('at $percent % shows what its bytes hold', (at) => {
    if (elf) holds(leftOf(cutOff(elf, at.percent)), at);
  });
});
