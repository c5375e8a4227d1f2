import type { WholeFormat } from '../format.ts';
import { objects } from '../json.ts';
import { priority } from './dmesg.ts';
import { facilityNamed, levelNamed } from './dmesg-decoded.ts';

/** dmesg --json: an object of one list, "pri" both or, with -x, "fac" and "pri" by name; "time", "caller", "msg" (util-linux sys-utils/dmesg.c). */
export const format: WholeFormat = {
  name: 'dmesg --json',
  looks: (head) => /^\s*\{\s*"dmesg"\s*:\s*\[/.test(head.join('\n')),
  *rows(lines) {
    for (const { fields, line } of objects(lines)) {
      if (typeof fields.msg !== 'string') continue;
      const pri = fields.pri;
      const facility = typeof fields.fac === 'string' ? facilityNamed(fields.fac) : undefined;
      const time = Number.parseFloat(String(fields.time).replace(/^\[/, ''));
      yield {
        line,
        text: fields.msg,
        ...(Number.isFinite(time) && { time }),
        ...(typeof fields.caller === 'string' && { caller: fields.caller.trim() }),
        ...(typeof pri === 'number' && priority(pri)),
        ...(typeof pri === 'string' && { level: levelNamed(pri) }),
        ...(facility !== undefined && { facility, own: facility === 0 }),
      };
    }
  },
};
