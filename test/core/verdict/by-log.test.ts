import { describe, expect, it } from 'vitest';
import { textLacks } from '../../../src/core/catalogue/reports.ts';
import { MissingError } from '../../../src/core/errors.ts';
import { sortFiles } from '../../../src/core/open/more-files.ts';
import { STEPS } from '../../../src/core/open/steps.ts';
import { take, type Step } from '../../../src/core/open/step.ts';
import { judge } from '../../../src/core/verdict/judge.ts';
import { dumpPath, engine, fileSource, hasDump } from '../../build/zoo.ts';

/** The steps of opening with which no names are found. */
const NAMELESS = STEPS.map((step): Step =>
  step.gives === 'symbols'
    ? {
        ...step,
        ways: step.ways.map((way) => ({
          ...way,
          find: () => {
            throw new MissingError(textLacks.memory());
          },
        })),
      }
    : step,
);

const nameless = (dump: string) => {
  const { given, lacks } = take(NAMELESS, { ...sortFiles([fileSource(dumpPath(dump))]), engine });
  return judge(given.kernel, lacks);
};

describe('a dump whose names are lost', () => {
  it.each([
    ['sample', 'null-pointer', 'null_pointer_init'],
    ['7-cloud-uaf', 'use-after-free', 'lab_reap'],
    ['6.1-cloud-hung_task', 'hung-task', 'lab_transfer'],
  ])('is judged by its log, and says so: %s', (dump, kind, symbol) => {
    if (!hasDump(dump)) return;
    const verdict = nameless(dump);
    expect(verdict).toMatchObject({ source: 'dump', kind, confidence: 'likely', where: { symbol } });
    expect(verdict.findings[0].rule).toBe('by-log');
  });
});
