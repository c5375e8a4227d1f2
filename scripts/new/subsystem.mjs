export const about = 'functions over a subsystem of the kernel (src/core/kernel)';

export const files = ({ kebab, camel, pascal, plain }) => ({
  [`src/core/kernel/${kebab}.ts`]: `import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { listEntries, type BrokenList } from './lists.ts';

/** One of ${plain}; name here the kernel's header that declares it. */
export interface ${pascal} {
  readonly object: CObject;
  readonly name: string;
}

/** Every one of ${plain}, bounded; \`broken\` is told why a damaged list ended early. */
export function* ${camel}(kernel: Kernel, broken: BrokenList = {}): Generator<${pascal}> {
  for (const object of listEntries(kernel.object('modules', 'struct list_head'), 'struct module', 'list', broken))
    yield { object, name: object.get('name').string(64) };
}
`,
  [`test/core/kernel/${kebab}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { ${camel} } from '../../../src/core/kernel/${kebab}.ts';
import type { BrokenList } from '../../../src/core/kernel/lists.ts';
import { openDump } from '../../build/zoo.ts';

describe('${plain} of a real dump', () => {
  it('are listed whole', () => {
    const broken: BrokenList = {};
    const found = [...${camel}(openDump('sample').kernel, broken)];
    expect(found.length).toBeGreaterThan(0);
    expect(broken.reason).toBeUndefined();
  });
});
`,
});
