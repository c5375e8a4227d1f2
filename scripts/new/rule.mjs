export const about = 'a rule of the verdict: one kind of stop (src/core/verdict/rules)';

export const files = ({ kebab, camel, plain }) => ({
  [`src/core/verdict/rules/${kebab}.ts`]: `import type { Case } from '../case.ts';
import type { Judgement, Rule } from '../rule.ts';

/** The function through which the kernel reports it; name here its file and what decides. */
const REPORTER = 'report_${camel}';

export const rule: Rule = {
  id: '${kebab}',
  about: 'the stack of the panic goes through the function that reports ${plain}',
  order: 250,
  examine(c: Case): Judgement | undefined {
    const reporter = c.through(REPORTER);
    if (!reporter) return undefined;
    return {
      kind: 'panic',
      title: 'Stopped by ${plain}',
      confidence: 'proven',
      sentence: 'The kernel reported ${plain}.',
      findings: [],
      where: reporter,
    };
  },
};
`,
  [`test/core/verdict/rules/${kebab}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { rules } from '../../../../src/core/verdict/rules/index.ts';
import { rule } from '../../../../src/core/verdict/rules/${kebab}.ts';
import { hasDump, openDump } from '../../../build/zoo.ts';

const DUMP = '6.1-null_pointer';

describe('the rule ${kebab}', () => {
  it('is gathered, and says what it looks for', () => {
    expect(rules).toContain(rule);
    expect(rule.about).not.toBe('');
  });
});

describe.skipIf(!hasDump(DUMP))('the rule ${kebab} on a dump of another kind', () => {
  it('stays silent', () => {
    expect(openDump(DUMP).verdict().kind).toBe('null-pointer');
  });
});
`,
});
