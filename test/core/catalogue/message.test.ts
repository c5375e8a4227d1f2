import { describe, expect, it } from 'vitest';
import {
  grouped,
  isMessage,
  portable,
  render,
  segments,
  subject,
  text,
  verbatim,
  type Mention,
  type Message,
} from '../../../src/core/catalogue/message.ts';

const said = subject('test-message', {
  plain: text({ en: 'nothing is there', ko: '아무것도 없습니다' }),
  at: text<{ address: bigint; why: Message }>({
    en: ({ address, why }, say) => `${address.toString(16)}: ${say(why)}`,
    ko: ({ address, why }, say) => `${address.toString(16)}: ${say(why)}`,
  }),
  of: text<{ what: Mention }>({
    en: ({ what }, say) => `because of ${say(what)}`,
    ko: ({ what }, say) => `${say(what)} 때문입니다`,
  }),
});

describe('messages', () => {
  it('are data until they are rendered, in the language asked for', () => {
    const message = said.at({ address: 0xffn, why: said.plain() });
    expect(structuredClone(message)).toEqual(message);
    expect(isMessage(message) && isMessage(message.fields.why)).toBe(true);
    expect(render(message, 'en')).toBe('ff: nothing is there');
    expect(render(message, 'ko')).toBe('ff: 아무것도 없습니다');
  });

  it('carry their text where the catalogue is not, and what leads somewhere in it', () => {
    const plain = portable({ lacks: [said.at({ address: 0xffn, why: said.plain() })] }).lacks[0];
    expect(plain.fields.said).toBe('test-message.at');
    expect(render({ ...plain }, 'ko')).toBe('ff: 아무것도 없습니다');
    const whole = said.at({ address: 1n, why: said.of({ what: { text: said.plain(), ref: 'pid:1' } }) });
    const carried = structuredClone(portable({ text: whole, name: { text: 'insmod', ref: 'pid:2' } }));
    expect(carried.text.id).toBe('in-languages');
    for (const language of ['en', 'ko'] as const) {
      expect(segments(carried.text, language)).toEqual(segments(whole, language));
      expect(render(carried.text, language)).toBe(render(whole, language));
    }
    expect(segments(carried.text, 'en')).toEqual([
      { text: '1: because of ' },
      { text: 'nothing is there', ref: 'pid:1' },
    ]);
    expect(carried.name).toEqual({ text: 'insmod', ref: 'pid:2' });
  });

  it('without fields keep nothing of what their maker is called with', () => {
    const title: (about: unknown) => Message = said.plain;
    expect(title({ decode: () => 1 })).toEqual(said.plain());
  });

  it('are one line whatever the names in them hold, but for texts of several lines', () => {
    const lines = subject('test-lines', {
      named: text<{ path: string; others: readonly string[] }>({
        en: ({ path, others }) => `${path} is beside ${others.join(', ')}`,
        ko: ({ path, others }) => `${others.join(', ')} 옆에 ${path}`,
      }),
      usage: text<{ usage: string }>({ en: ({ usage }) => usage, ko: ({ usage }) => usage }),
    });
    const message = lines.named({ path: 'a\nPANIC', others: ['b\n', 'c'] });
    expect(render(message, 'en')).toBe('a\u240aPANIC is beside b\u240a, c');
    expect(render(message, 'ko')).toBe('b\u240a, c 옆에 a\u240aPANIC');
    expect(message.fields.path).toBe('a\nPANIC');
    expect(render(lines.usage({ usage: 'ps\nbt' }), 'en')).toBe('ps\nbt');
    expect(render(verbatim('a\nb'), 'en')).toBe('a\nb');
  });

  it('of a build that knows more are shown as they are', () => {
    expect(render({ id: 'newer.thing', fields: { pid: 1 } }, 'en')).toBe('newer.thing(1)');
  });

  it('cannot be entered twice, nor with a field missing', () => {
    expect(() => subject('test-message', { plain: text({ en: '', ko: '' }) })).toThrow('test-message.plain');
    // @ts-expect-error `why` is missing
    said.at({ address: 1n });
    // @ts-expect-error ko names a field that there is not
    text<{ pid: number }>({ en: ({ pid }) => `${pid}`, ko: ({ comm }) => `${String(comm)}` });
  });
});

describe('a count', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-1234567, '-1,234,567'],
    [1234.56789, '1,234.568'],
    [0.0001, '0'],
    [18446744073709551615n, '18,446,744,073,709,551,615'],
  ])('%s has its thousands told apart', (count, said) => expect(grouped(count)).toBe(said));
});
