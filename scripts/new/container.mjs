export const about = 'a container format (src/core/container)';

export const files = ({ kebab, plain }) => ({
  [`src/core/container/${kebab}.ts`]: `import { readBytes } from '../source/source.ts';
import { PageStatus } from './absence.ts';
import type { ContainerFormat, PageReader } from './container.ts';

/**
 * ${plain}: name here who writes it and the document or source that says how it is laid out.
 */
const MAGIC = '${kebab}!';
const PAGE = 4096;

export const format: ContainerFormat = {
  id: '${kebab}',
  title: '${plain}',
  probe(source) {
    const head = readBytes(source, 0, MAGIC.length);
    return head !== undefined && String.fromCharCode(...head) === MAGIC;
  },
  open(source) {
    const pages: PageReader = {
      pageSize: PAGE,
      endPfn: Math.floor(source.size / PAGE),
      status: (pfn) => (pfn < pages.endPfn ? PageStatus.present : PageStatus.hole),
      next: (pfn) => (pfn < pages.endPfn ? pfn : undefined),
      load(pfn, slot, decoder) {
        if (pages.status(pfn) !== PageStatus.present) return pages.status(pfn);
        return source.read(pfn * PAGE, decoder.slot(slot)) === PAGE ? PageStatus.present : PageStatus.lost;
      },
    };
    return { format: '${plain}', pages, notes: [], incomplete: false, headerFacts: [], missing: [] };
  },
};
`,
  [`test/core/container/${kebab}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { format } from '../../../src/core/container/${kebab}.ts';
import { FORMATS } from '../../../src/core/container/probe.ts';
import { memorySource } from '../../../src/core/source/source.ts';

const file = (text: string) => memorySource(new TextEncoder().encode(text.padEnd(8192, '\\0')), '${kebab}');

describe('the container ${kebab}', () => {
  it('is gathered', () => {
    expect(FORMATS).toContain(format);
  });

  it('is told by its content', () => {
    expect(format.probe(file('${kebab}!'))).toBe(true);
    expect(format.probe(file('something else'))).toBe(false);
    expect(format.probe(memorySource(new Uint8Array()))).toBe(false);
  });

  it('opens', () => {
    expect(format.open(file('${kebab}!'), [], () => undefined).pages.endPfn).toBe(2);
  });
});
`,
});
