import { at, interruptFinding, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'unknown-nmi',
  about:
    'the panic says "NMI: Not continuing" (unknown_nmi_error, arch/x86/kernel/nmi.c) or names SERR or IOCK',
  order: 55,
  examine(c) {
    if (!c.panic || !/^NMI[: ]/.test(c.panic.match[1])) return undefined;
    const lines = [...c.log.every('nmi'), ...c.log.every('nmi-serr')].slice(-2);
    const hit = c.interruptions.at(-1);
    return {
      kind: 'unknown-nmi',
      title: c.say('unknown-nmi.title'),
      confidence: 'proven',
      sentence: c.say('unknown-nmi.sentence', {
        who: who(c),
        at: at(c, hit && c.kernel.symbols.byAddress(hit.registers.ip)),
      }),
      findings: [
        ...lines.map((line) => quote(c, 'unknown-nmi', line)),
        quote(c, 'unknown-nmi', c.panic),
        ...interruptFinding(c, 'unknown-nmi', hit?.registers),
      ],
      blameFrom: hit?.index,
    };
  },
};
