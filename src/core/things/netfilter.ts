import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { netfilterHooks, type NetfilterHook } from '../kernel/netfilter.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, symbolColumn } from './columns.ts';
import { describe, foundIn, namesOf, symbolShown, type Way } from './thing.ts';

const say = subject('netfilter', {
  title: { en: 'Netfilter', ko: 'Netfilter 훅' },
  one: { en: 'netfilter hook', ko: 'Netfilter 훅' },
  heading: {
    en: 'What netfilter calls for packets',
    ko: 'Netfilter가 패킷마다 부르는 함수',
  },
  empty: {
    en: 'No netfilter hook was registered.',
    ko: '등록된 Netfilter 훅이 없었습니다.',
  },
  family: { en: 'Family', ko: '패밀리' },
  hook: { en: 'Hook', ko: '훅' },
  priority: { en: 'Priority', ko: '우선순위' },
  function: { en: 'Function', ko: '함수' },
  net: { en: 'Namespace', ko: '네임스페이스' },
});

/** The functions in net.nf of each namespace (net/netfilter/core.c), in the order in which packets meet them. */
export const thing = describe<NetfilterHook>()({
  id: 'netfilter',
  ...namesOf(say),
  view: { group: 'io', order: 13 },
  columns: {
    family: { title: say.family(), kind: 'text', value: ({ family }) => family, ref: refOf },
    hook: { title: say.hook(), kind: 'text', value: ({ hook }) => hook },
    priority: { title: say.priority(), kind: 'count', value: ({ priority }) => priority },
    function: symbolColumn({ title: say.function() }, (each) => each.function),
    module: {
      title: common.module(),
      kind: 'text',
      value: (each, kernel) => kernel.symbols.byAddress(each.function)?.symbol.module,
      ref: (each, kernel) => {
        const name = kernel.symbols.byAddress(each.function)?.symbol.module;
        return name === undefined ? undefined : refTo.module(name);
      },
    },
    net: {
      title: say.net(),
      kind: 'address',
      optional: true,
      value: ({ net }) => net,
      ref: ({ net }) => refTo.instance('net', net),
    },
    entry: structColumn('nf_hook_entry', ({ at }) => at, { optional: true }),
  },
  list: netfilterHooks,
  ref: foundIn('nfhook', netfilterHooks, refOf),
  name: (each, kernel) =>
    `${each.family} ${each.hook} ${symbolShown(kernel, each.function) ?? hex(each.function)}`,
  place: ({ at }) => ({ address: at, type: 'nf_hook_entry' }),
  *ways(each): Generator<Way> {
    if (each.function !== 0n) yield { id: 'code', label: common.code(), ref: refTo.code(each.function) };
  },
});

function refOf({ at }: NetfilterHook): string {
  return `nfhook:${hex(at, 16)}`;
}
