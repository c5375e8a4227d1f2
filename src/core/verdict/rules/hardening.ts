import { stops } from '../../catalogue/stops.ts';
import { who, ofFrame, ofLine, quote } from '../phrases.ts';
import { onWarnFinding, readCheck } from '../checked.ts';
import type { Rule } from '../rule.ts';

const FUNCTIONS: Readonly<Record<string, string>> = {
  refcount_warn_saturate: 'refcount',
  usercopy_abort: 'usercopy',
  fortify_panic: 'fortify',
  __fortify_panic: 'fortify',
  handle_cfi_failure: 'CFI',
  report_cfi_failure: 'CFI',
};

export const rule: Rule = {
  id: 'hardening',
  about: 'a hardening check ended the kernel: refcount, usercopy, fortify, UBSAN trap, CFI',
  order: 78,
  needs: ['stack'],
  examine(c) {
    const frame = c.through(...Object.keys(FUNCTIONS));
    const line = c.log.last('usercopy', 'fortify', 'cfi', 'ubsan', 'refcount');
    if (!frame || (c.fault === undefined && !c.panic)) return undefined;
    const onWarn = onWarnFinding(c);
    const what = FUNCTIONS[frame.symbol?.symbol.name ?? ''] ?? line?.id ?? '';
    return {
      kind: 'hardening',
      title: stops.hardeningTitle({ what }),
      confidence: 'proven',
      sentence: stops.check({
        who: who(c),
        at: ofFrame(c.blame(c.fault?.index)),
        line: line ? ofLine(line) : '',
      }),
      findings: [
        ...(line ? [quote('hardening', line), ...readCheck(line)] : []),
        ...(c.panic && onWarn.length > 0 ? [quote('hardening', c.panic)] : []),
        ...onWarn,
      ],
      blameFrom: c.fault?.index,
      subKind: what,
    };
  },
};
