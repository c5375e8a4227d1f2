export const about = 'a machine: what its kernels print, then how its dumps are read (src/core/arch)';

export const files = ({ kebab, plain }) => ({
  [`src/core/arch/${kebab}/printed.ts`]: `import type { Printed } from '../printed.ts';

/** What kernels of ${plain} print: name here the files of arch/ that print it. */
export const printed: Printed = {
  name: '${kebab}',
  title: '${plain}',
  signs: [/^\\[${kebab}\\] /, /^${kebab}-pc *: /],
  place: /^${kebab}-pc *: /,
  registers: /\\b(?<name>${kebab}-\\w+) *: *(?<value>[0-9a-f]{8,16})/g,
  register: (name) => name,
  ip: '${kebab}-pc',
  codeUnit: 4,
  // The assembly of its entry code: functions that only pass on what happened.
  neverBlamed: '',
};
`,
  [`test/core/arch/${kebab}/printed.test.ts`]: `import { expect, it } from 'vitest';
import { printedMachines } from '../../../../src/core/arch/printed.ts';
import { printed } from '../../../../src/core/arch/${kebab}/printed.ts';
import { machineOf } from '../../../../src/core/reports/facts.ts';

const lines = ['[${kebab}] Oops', '${kebab}-pc : 00000000c0de0000'].map((text, sequence) => ({
  text,
  sequence,
  own: true,
}));

it('${kebab}: gathered, and told by what its kernels print', () => {
  expect(printedMachines).toContain(printed);
  expect(machineOf(lines)).toBe(printed);
});
`,
});
