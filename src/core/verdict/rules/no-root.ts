import { stops } from '../../catalogue/stops.ts';
import { quote } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'no-root',
  about: 'the kernel could not mount its root, or found no init (init/do_mounts.c, init/main.c)',
  order: 70,
  needs: ['log'],
  examine(c) {
    const message = c.panic?.match[1] ?? '';
    const root = /^VFS: Unable to mount root fs/.test(message);
    if (!c.panic || (!root && !/^(No working init found|Requested init)/.test(message))) return undefined;
    return {
      kind: 'no-root',
      title: stops.rootTitle(),
      confidence: 'proven',
      sentence: (root ? stops.root : stops.noInit)({ line: message }),
      findings: [quote('no-root', c.panic)],
      culprit: { what: 'configuration', name: root ? 'root=' : 'init=', confidence: 'likely' },
    };
  },
};
