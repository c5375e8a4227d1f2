import { describe, expect, it } from 'vitest';
import { spoken } from '../../../src/core/catalogue/message.ts';
import { stackAt } from '../../../src/core/kernel/stack-ranges.ts';
import { vmallocAreas, vmallocFacts, type VmallocArea } from '../../../src/core/kernel/vmalloc.ts';
import { attempting, openCase } from '../../../src/core/verdict/open-case.ts';
import { rule } from '../../../src/core/verdict/rules/bad-address.ts';
import { openDump } from '../../build/zoo.ts';

/** An access to the pages that vmalloc leaves between its areas, in a real kernel. */

const { kernel } = openDump('sample');
const c = openCase(kernel, attempting([]), []);
const PAGE = BigInt(kernel.layout.pageSize);
const isStack = (area: VmallocArea): boolean => stackAt(kernel, area.start + 8n)?.kind === 'task';
const plain = vmallocAreas(kernel).filter(
  (area) =>
    !isStack(area) && vmallocFacts(area).kind === 'vmalloc' && !kernel.space.readable(area.end - PAGE),
);
const below = (area: VmallocArea): boolean => stackAt(kernel, area.end + 8n)?.low === area.end;

/** What is said of the guard page of an access to `address`. */
function said(address: bigint): string[] {
  if (!c.fault) throw new Error('no fault');
  const found = rule.examine({ ...c, fault: { ...c.fault, address } });
  return spoken(found?.findings ?? [], 'en')
    .filter((each) => each.rule === 'guard-page')
    .map(({ text }) => text);
}

describe('a guard page', () => {
  it('behind an area of vmalloc is told with what ended there', () => {
    const area = plain.find((each) => !below(each));
    if (!area) throw new Error('no area');
    expect(said(area.end - PAGE)).toEqual([
      expect.stringMatching(
        /lies in the guard page right after vmalloc memory.*past the end of that memory\.$/,
      ),
    ]);
  });

  it('between an area and a stack is of both: nothing says which of them was left', () => {
    const area = plain.find(below);
    if (!area) throw new Error('no area below a stack');
    const [text] = said(area.end - PAGE);
    expect(text).toMatch(/right after vmalloc memory.* and below the stack of .*the one or the other\.$/);
    expect(text).not.toContain('next to the stack');
  });

  it('is not made up where memory is in use', () => {
    expect(said(plain[0].start)).toEqual([]);
  });
});
