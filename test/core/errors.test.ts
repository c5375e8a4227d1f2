import { describe, expect, it } from 'vitest';
import { render, subject, text, verbatim, type Message } from '../../src/core/catalogue/message.ts';
import { FaultError, RequestError, saidBy } from '../../src/core/errors.ts';

const said = subject('test-errors', {
  noPid: text<{ pid: number }>({
    en: ({ pid }) => `There is no PID ${pid}.`,
    ko: ({ pid }) => `PID가 ${pid}인 태스크는 없습니다.`,
  }),
  around: text<{ why: Message }>({
    en: ({ why }, say) => `Nothing is shown: ${say(why)}`,
    ko: ({ why }, say) => `표시할 수 없습니다: ${say(why)}`,
  }),
});

describe('errors', () => {
  it('keep what they say as data, and read as English', () => {
    const error = new RequestError(said.noPid({ pid: 7 }));
    expect(error.message).toBe('There is no PID 7.');
    expect(error.said).toEqual({ id: 'test-errors.noPid', fields: { pid: 7 } });
    expect(render(error.said, 'ko')).toBe('PID가 7인 태스크는 없습니다.');
    const fault = new FaultError(said.noPid({ pid: 7 }), 0x10n, 'virtual', 'hole', { cause: error });
    expect([fault.address, fault.reason, fault.cause]).toEqual([0x10n, 'hole', error]);
  });

  it('say it within other sentences, in the language of these', () => {
    const outer = said.around({ why: saidBy(new RequestError(said.noPid({ pid: 7 }))) });
    expect(render(outer, 'ko')).toBe('표시할 수 없습니다: PID가 7인 태스크는 없습니다.');
  });

  it('are told by what they carry: clones have no class; other errors say their message', () => {
    const { said: carried } = new RequestError(said.noPid({ pid: 7 }));
    expect(saidBy({ said: structuredClone(carried) })).toEqual(carried);
    expect(saidBy(new TypeError('x'))).toEqual(verbatim('x'));
    expect(saidBy('y')).toEqual(verbatim('y'));
  });
});
