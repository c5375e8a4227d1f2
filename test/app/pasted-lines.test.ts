import { describe, expect, it } from 'vitest';
import { pastedCommands, withoutPrompt } from '../../src/app/console/pasted-lines.ts';

describe('text that is pasted at the prompt', () => {
  it('is left alone where it is one line', () => expect(pastedCommands('ps -k')).toBeUndefined());

  it('is several commands where it has several lines; the last waits without its end', () => {
    expect(pastedCommands('ps\nbt -a\r\nlog')).toEqual({ run: ['ps', 'bt -a'], rest: 'log' });
    expect(pastedCommands('ps\n\nbt\n')).toEqual({ run: ['ps', 'bt'], rest: '' });
  });

  it('is the commands of a session that was copied with its answers', () => {
    const article = 'crash> bt\nPID: 166  TASK: ffff\n #0 [x] machine_kexec\ncrash> ps | grep UN\n';
    expect(pastedCommands(article)).toEqual({ run: ['bt', 'ps | grep UN'], rest: '' });
    // Its last line is an answer: nothing waits.
    expect(pastedCommands('crash> sys\n  KERNEL: x')).toEqual({ run: ['sys'], rest: '' });
    expect(pastedCommands('oopscope> sys\ncrash> mod')).toEqual({ run: ['sys'], rest: 'mod' });
  });

  it('is no list of commands where it is a whole log', () =>
    expect(pastedCommands('[ 0.0] x\n'.repeat(500))).toBeUndefined());

  it('loses a prompt that was copied along', () => {
    expect(withoutPrompt('crash> bt -a')).toBe('bt -a');
    expect(withoutPrompt('ps | grep ">"')).toBe('ps | grep ">"');
  });
});
