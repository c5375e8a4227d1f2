import { stops } from '../../catalogue/stops.ts';
import { refTo } from '../../rows/ref.ts';
import { diedOf } from '../fault.ts';
import { quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'init-killed',
  about:
    'the panic says "Attempted to kill init!" (do_exit, kernel/exit.c), and no oops killed it; its exit code tells signal or status',
  order: 68,
  needs: ['log'],
  examine(c) {
    const message = c.panic && /^Attempted to kill init!(?: exitcode=0x([0-9a-f]+))?/.exec(c.panic.match[1]);
    if (!c.panic || !message) return undefined;
    // An oops killed it: that is what happened.
    if (c.fault || (diedOf(c) && c.log.last('oops'))) return undefined;
    const code = parseInt(message[1] ?? '0', 16);
    const signal = code & 0x7f;
    return {
      kind: 'init-killed',
      title: stops.initTitle(),
      confidence: 'proven',
      sentence: stops.init({
        comm: c.task ? { text: c.task.comm, ref: refTo.task(c.task.address) } : 'init',
        signal,
        status: (code >> 8) & 0xff,
      }),
      findings: [quote('init-killed', c.panic)],
      where: c.stack?.frames.find((frame) => /^do_exit(\.|$)/.test(frame.symbol?.symbol.name ?? '')),
      culprit: { what: 'task', name: c.task?.comm ?? 'init', confidence: 'likely' },
    };
  },
};
