import { describe, expect, it } from 'vitest';
import { bothAnswers, referenceCases } from '../../build/reference.ts';
import { hasDump } from '../../build/zoo.ts';

/** The commands that show tasks, log, modules and the machine, held against crash's own text. */
const FAMILIES = ['ps', 'foreach', 'task', 'set', 'log', 'mod', 'sys'];
/** foreach runs commands that are not there yet. */
const NOT_YET = /^foreach .*\b(files|vm|net|sig)\b/;

describe.each(['6.1-null_pointer', '6.12-cloud-sysrq', '6.1-cloud-hung_task', '7-cloud-uaf'])(
  'on %s',
  (dump) => {
    const cases = referenceCases(dump, FAMILIES).filter(({ command }) => !NOT_YET.test(command));
    const families = FAMILIES.filter((family) => cases.some((each) => each.family === family));

    it.skipIf(!hasDump(dump)).each(hasDump(dump) ? families : FAMILIES)(
      '%s prints what crash prints',
      (family) => {
        const mine = cases.filter((each) => each.family === family);
        expect(mine.length).toBeGreaterThan(0);
        for (const each of mine) {
          const { crash, ours } = bothAnswers(dump, each);
          expect(ours, `${each.id}: ${each.command}`).toEqual(crash);
        }
      },
    );
  },
);
