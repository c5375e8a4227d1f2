export const about = 'an answer to "what is at this address?" (src/core/identify)';

export const files = ({ kebab, camel, plain }) => ({
  [`src/core/identify/${kebab}.ts`]: `import { step } from '../addr.ts';
import { refTo } from '../rows/ref.ts';
import type { Answer } from './identity.ts';

/** The symbol whose variable is known; name here the structures that tell. */
const SYMBOL = 'init_task';
const SIZE = 8;

/** ${plain}: say here how such an address is known. */
export const answer: Answer = {
  id: '${kebab}',
  order: 95,
  identify(kernel, value) {
    const start = kernel.symbol(SYMBOL).address;
    if (value < start || value >= step(start, SIZE)) return undefined;
    return { kind: '${camel}', text: '${plain}', ref: refTo.address(value) };
  },
};
`,
  [`test/core/identify/${kebab}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { answer } from '../../../src/core/identify/${kebab}.ts';
import { openDump } from '../../build/zoo.ts';

describe('the answer ${kebab} on a real dump', () => {
  it('knows its own and nothing else', () => {
    const { kernel } = openDump('sample');
    expect(answer.identify(kernel, kernel.symbol('init_task').address)?.text).toBe('${plain}');
    expect(answer.identify(kernel, 0n)).toBeUndefined();
  });
});
`,
});
