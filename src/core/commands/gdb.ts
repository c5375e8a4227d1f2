import { PAUSE } from '../scan/scan.ts';
import { refused } from '../catalogue/commands.ts';
import { RequestError } from '../errors.ts';
import { GDB_WORDS, translate } from './gdb/requests.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { examine } from './gdb/examine.ts';
import { typeLines } from './gdb/type-lines.ts';

/** gdb's requests that are made of what a dump has: types, symbols, memory, code. There is no gdb inside. */
export const command: Command = {
  name: 'gdb',
  group: 'session',
  summary: { en: "what of gdb's requests can be answered", ko: 'gdb 요청 가운데 답할 수 있는 것' },
  synopsis: 'print… | ptype type | whatis… | x/FORMAT address | info symbol address | disassemble function',
  description: {
    en: 'There is no gdb inside: these requests are answered by p, struct, whatis, rd, sym and dis. What asks for source lines needs the debug information of vmlinux.',
    ko: 'gdb는 포함되어 있지 않으며, 이 요청들은 p, struct, whatis, rd, sym, dis가 대신 답합니다. 소스 줄을 묻는 요청에는 vmlinux의 디버그 정보가 필요합니다.',
  },
  options: [],
  examples: [
    ['gdb p jiffies', { en: 'a variable', ko: '변수 값' }],
    ['gdb ptype struct list_head', { en: 'a type', ko: '타입' }],
    ['gdb x/4gx &linux_banner', { en: 'four words of memory', ko: '메모리 8바이트 4개' }],
  ],
  raw: true,
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const line = args.line.trim();
    const [, word = '', format = '', rest = ''] = /^([a-z]+)(\/\w*)?\s*(.*)$/s.exec(line) ?? [];
    if (word === 'whatis' || (word === 'ptype' && format === '')) {
      yield* typeLines(context, word, rest);
      return;
    }
    if (word === 'x') {
      yield* examine(context, format.slice(1), rest);
      return;
    }
    const request = translate(word, `${format} ${rest}`.trim());
    if (request === undefined)
      throw new RequestError(
        refused.gdbUnknown({ request: line.slice(0, 80), known: [...GDB_WORDS].join(', ') }),
      );
    for (const step of context.run(request.line)) {
      if (step === PAUSE || !('text' in step)) yield step;
      else if (!request.drop?.test(step.text))
        yield { ...step, text: request.shown?.(step.text) ?? step.text };
    }
  },
};
