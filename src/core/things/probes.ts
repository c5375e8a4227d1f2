import { hex } from '../addr.ts';
import { subject, text } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { probes, type Probe } from '../kernel/probes.ts';
import { refTo } from '../rows/ref.ts';
import { placeColumn, symbolColumn } from './columns.ts';
import { describe, foundIn, namesOf, symbolShown, type MoreFact, type Way } from './thing.ts';

const say = subject('probes', {
  title: { en: 'Probes', ko: '프로브' },
  one: { en: 'probe', ko: '프로브' },
  heading: {
    en: 'What was hung into the kernel’s code: kprobes, ftrace, livepatches, tracepoints',
    ko: '커널 코드에 걸린 것: kprobe, ftrace, 라이브패치, 트레이스포인트',
  },
  empty: {
    en: 'Nothing was hung into the kernel’s code.',
    ko: '커널 코드에 걸린 것이 없었습니다.',
  },
  kind: { en: 'Kind', ko: '종류' },
  where: { en: 'In', ko: '위치' },
  whereHint: {
    en: 'the code, or the tracepoint, that it is hung into; of ftrace the first function',
    ko: '걸린 코드 또는 트레이스포인트. ftrace는 첫 함수',
  },
  handler: { en: 'Calls', ko: '호출 대상' },
  handlerHint: { en: 'of a livepatch: runs instead', ko: '라이브패치는 대신 실행되는 함수' },
  functions: { en: 'Functions', ko: '함수 수' },
  functionsHint: { en: 'of ftrace; empty: all', ko: 'ftrace의 대상 함수 수. 비어 있으면 전부' },
  state: { en: 'State', ko: '상태' },
  of: { en: 'Of', ko: '출처' },
  function: text<{ number: number }>({
    en: ({ number }) => `function ${number}`,
    ko: ({ number }) => `함수 ${number}`,
  }),
});

const MAX_SHOWN = 50;

/** What was hung into the kernel's code while it ran. */
export const thing = describe<Probe>()({
  id: 'probes',
  ...namesOf(say),
  view: { group: 'inside', order: 8 },
  columns: {
    kind: { title: say.kind(), kind: 'text', value: ({ kind }) => kind, ref: refOf },
    name: { title: say.of(), kind: 'text', value: ({ name }) => name },
    where: symbolColumn({ title: say.where(), hint: say.whereHint() }, ({ where }) => where),
    handler: symbolColumn({ title: say.handler(), hint: say.handlerHint() }, ({ handler }) => handler),
    functions: {
      title: say.functions(),
      hint: say.functionsHint(),
      kind: 'count',
      value: ({ count }) => count,
    },
    state: {
      title: say.state(),
      kind: 'text',
      value: ({ state }) => state.join(', ') || undefined,
      tone: ({ state }) => (state.includes('disabled') || state.includes('gone') ? 'muted' : undefined),
    },
    object: placeColumn(({ object, type }) => ({ address: object.address, type })),
  },
  list: probes,
  ref: foundIn('probe', probes, refOf),
  name: ({ kind, name, where }, kernel) =>
    `${kind} ${name ?? symbolShown(kernel, where) ?? (where ? hex(where) : '')}`.trimEnd(),
  place: ({ object, type }) => ({ address: object.address, type }),
  *facts({ functions }, kernel): Generator<MoreFact> {
    for (const [i, at] of functions.slice(0, MAX_SHOWN).entries())
      yield {
        id: `function${i}`,
        name: say.function({ number: i + 1 }),
        text: symbolShown(kernel, at) ?? hex(at),
        ref: refTo.code(at),
      };
  },
  *ways({ handler }): Generator<Way> {
    if (handler !== 0n) yield { id: 'code', label: common.code(), ref: refTo.code(handler) };
  },
});

/** Several may listen to one tracepoint. */
function refOf({ object, handler }: Probe): string {
  return `probe:${hex(object.address, 16)}.${hex(handler)}`;
}
