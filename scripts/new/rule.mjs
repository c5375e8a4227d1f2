export const about = 'a rule of the verdict: one kind of stop (src/core/verdict/rules)';

export const files = ({ kebab, camel, plain }) => ({
  [`src/core/catalogue/stop-${kebab}.ts`]: `import { subject } from './message.ts';

/** What the rule ${kebab} says (verdict/rules/${kebab}.ts). */
export const ${camel} = subject('stop-${kebab}', {
  title: { en: 'Stopped by ${plain}', ko: '${plain}(으)로 멈춤' },
  sentence: { en: 'The kernel reported ${plain}.', ko: '커널이 ${plain}을(를) 보고했습니다.' },
});
`,
  [`src/core/verdict/rules/${kebab}.ts`]: `import { ${camel} as say } from '../../catalogue/stop-${kebab}.ts';
import type { Case } from '../case.ts';
import type { Judgement, Rule } from '../rule.ts';

/** The function through which the kernel reports it; name here its file and what decides. */
const REPORTER = 'report_${camel}';

export const rule: Rule = {
  id: '${kebab}',
  about: 'the stack of the panic goes through the function that reports ${plain}',
  order: 250,
  needs: ['stack'],
  examine(c: Case): Judgement | undefined {
    const reporter = c.through(REPORTER);
    if (!reporter) return undefined;
    return {
      kind: 'panic',
      title: say.title(),
      confidence: 'proven',
      sentence: say.sentence(),
      findings: [],
      where: reporter,
    };
  },
};
`,
  [`test/core/verdict/rules/${kebab}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { rules } from '../../../../src/core/verdict/rules/index.ts';
import { rule } from '../../../../src/core/verdict/rules/${kebab}.ts';
import { openDump } from '../../../build/zoo.ts';

describe('the rule ${kebab}', () => {
  it('is gathered, and says what it looks for', () => {
    expect(rules).toContain(rule);
    expect(rule.about).not.toBe('');
  });

  it('stays silent on a real dump of another kind', () => {
    expect(openDump('sample').verdict().kind).toBe('null-pointer');
  });
});
`,
});
