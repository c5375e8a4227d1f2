export const about = 'a command of the console (src/core/commands)';

export const files = ({ kebab, plain }) => ({
  [`src/core/commands/${kebab}.ts`]: `import type { Command } from './command.ts';

/** ${kebab}: say here what it shows and from which structures of the kernel. */
export const command: Command = {
  name: '${kebab}',
  group: 'kernel',
  summary: { en: '${plain}', ko: '${plain} (여기에 한국어로)' },
  synopsis: '',
  options: [],
  examples: [['${kebab}', { en: 'says the release of the kernel', ko: '커널의 릴리스를 표시' }]],
  *run({ kernel }) {
    const release = kernel.vmcoreinfo.release ?? '';
    yield { text: release, row: { release } };
  },
};
`,
  [`test/core/commands/${kebab}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { command } from '../../../src/core/commands/${kebab}.ts';
import { commands } from '../../../src/core/commands/index.ts';
import { openDump, textOf } from '../../build/zoo.ts';

describe('${kebab}', () => {
  it('is gathered, and says what it is for', () => {
    expect(commands).toContain(command);
    expect(command.summary.en).not.toBe('');
    expect(command.examples.length).toBeGreaterThan(0);
  });
});

describe('${kebab} on a real dump', () => {
  it('answers', () => {
    expect(textOf('sample', '${kebab}')).toBe((openDump('sample').kernel.vmcoreinfo.release ?? '') + '\\n');
  });
});
`,
});
