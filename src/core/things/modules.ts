import { hex } from '../addr.ts';
import { render, subject, text, verbatim } from '../catalogue/message.ts';
import { common, refErrors } from '../catalogue/things.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { listEntries } from '../kernel/lists.ts';
import { moduleBase, modules, moduleSize, type Module } from '../kernel/modules.ts';
import { taintsOf } from '../kernel/taints.ts';
import { refTo } from '../rows/ref.ts';
import { describe, namesOf, type MoreFact } from './thing.ts';

const say = subject('modules', {
  title: { en: 'Modules', ko: '모듈' },
  one: { en: 'module', ko: '모듈' },
  heading: { en: 'Loaded modules', ko: '적재된 모듈' },
  empty: {
    en: 'No module was loaded, or their list is not in the dump.',
    ko: '적재된 모듈이 없거나 목록이 덤프에 없습니다.',
  },
  name: { en: 'Name', ko: '이름' },
  sizeHint: {
    en: 'memory, without what was freed after initialization',
    ko: '초기화 후 해제된 영역을 뺀 메모리',
  },
  state: { en: 'State', ko: '상태' },
  stateHint: {
    en: 'LIVE, COMING (its init runs), GOING (being removed)',
    ko: 'LIVE, COMING(init 실행 중), GOING(제거 중)',
  },
  taints: { en: 'Taints', ko: '오염' },
  taintsHint: {
    en: 'what it tainted the kernel with: O out-of-tree, E unsigned, P proprietary (see its inspector)',
    ko: '이 모듈이 커널에 남긴 오염: O 트리 외부, E 서명 없음, P 독점(자세한 내용은 인스펙터)',
  },
  taint: text<{ letter: string }>({
    en: ({ letter }) => `taint ${letter}`,
    ko: ({ letter }) => `오염 ${letter}`,
  }),
  users: { en: 'Used by', ko: '사용하는 모듈' },
  usersHint: { en: 'modules that need it', ko: '이 모듈이 필요한 모듈' },
  refs: { en: 'References', ko: '참조 수' },
  base: { en: 'Text at', ko: '코드 위치' },
  reasons: { en: 'Taints in words', ko: '오염 설명' },
  version: { en: 'Version', ko: '버전' },
  srcversion: { en: 'Source version', ko: '소스 버전' },
  ranges: { en: 'Memory', ko: '메모리' },
  symbols: { en: 'Its symbols', ko: '이 모듈의 심볼' },
});

const MAX_USERS = 200;

/** The loaded modules, newest first: struct module (include/linux/module.h). */
export const thing = describe<Module>()({
  id: 'modules',
  ...namesOf(say),
  view: { group: 'who', order: 3 },
  command: 'mod',
  columns: {
    name: {
      title: say.name(),
      kind: 'text',
      noFact: true,
      value: (module) => module.name,
      ref: (module) => refTo.module(module.name),
    },
    size: {
      title: common.size(),
      hint: say.sizeHint(),
      kind: 'bytes',
      value: (module) => moduleSize(module),
    },
    state: {
      title: say.state(),
      hint: say.stateHint(),
      kind: 'text',
      value: (module) => module.state,
      tone: (module) => (module.state === 'LIVE' ? 'muted' : 'warn'),
    },
    taints: {
      title: say.taints(),
      hint: say.taintsHint(),
      kind: 'text',
      noFact: true,
      value: (module, kernel) =>
        taints(module, kernel)
          .map((taint) => taint.letter)
          .join(''),
      tone: () => 'warn',
    },
    users: {
      title: say.users(),
      hint: say.usersHint(),
      kind: 'text',
      value: (module) => usersOf(module).join(', '),
    },
    refs: {
      title: say.refs(),
      kind: 'count',
      // A loaded module holds one reference to itself (MODULE_REF_BASE, kernel/module/main.c).
      value: (module) => Math.max(0, module.object.get('refcnt.counter').number() - 1),
    },
    base: {
      title: say.base(),
      kind: 'address',
      value: (module) => moduleBase(module),
      ref: (module) => refTo.address(moduleBase(module)),
    },
    module: {
      title: verbatim('struct module'),
      kind: 'address',
      value: (module) => module.object.address,
      ref: (module) => refTo.instance('module', module.object.address),
    },
    reasons: {
      title: say.reasons(),
      kind: 'text',
      optional: true,
      noFact: true,
      value: (module, kernel) =>
        taints(module, kernel)
          .map((taint) => render(taint.text, 'en'))
          .join('; '),
      tone: () => 'warn',
    },
    version: {
      title: say.version(),
      kind: 'text',
      optional: true,
      value: (module) => word(module, 'version'),
    },
    srcversion: {
      title: say.srcversion(),
      kind: 'text',
      optional: true,
      value: (module) => word(module, 'srcversion'),
    },
    ranges: {
      title: say.ranges(),
      kind: 'text',
      optional: true,
      noFact: true,
      value: (module) =>
        module.ranges.map(({ name, base, size }) => `${name} ${hex(base, 16)}+${size}`).join(', '),
      tone: () => 'muted',
    },
  },

  list: (kernel) => modules(kernel),
  count: (kernel) => (kernel.types.known ? modules(kernel).length : undefined),
  ref: {
    kinds: ['module'],
    of: (module) => refTo.module(module.name),
    find: (kernel, { rest }) => {
      const found = modules(kernel).find((each) => each.name === rest);
      if (!found) throw new RequestError(refErrors.module({ name: rest }));
      return found;
    },
  },
  *named(kernel, test) {
    if (!kernel) return;
    for (const { name, state } of modules(kernel))
      if (test(name)) yield { name, ref: refTo.module(name), about: state };
  },

  name: (module) => module.name,
  place: (module) => ({ address: module.object.address, type: 'module' }),
  *facts(module, kernel): Generator<MoreFact> {
    for (const taint of taints(module, kernel))
      yield { id: 'taint', name: say.taint({ letter: taint.letter }), text: taint.text, tone: 'warn' };
    for (const { name, base, size } of module.ranges)
      yield {
        id: 'range',
        name: verbatim(name),
        text: `${hex(base, 16)}  ${size} bytes`,
        ref: refTo.memory(base),
      };
  },
  *ways(module) {
    yield { id: 'symbols', label: say.symbols(), ref: refTo.rows('symbols', module.object.address) };
  },
  shownBy: () => 'mod -t',
});

function taints(module: Module, kernel: Kernel): ReturnType<typeof taintsOf> {
  return taintsOf(kernel, module.taints);
}

function word(module: Module, member: string): string | undefined {
  const at = module.object.find(member)?.pointer();
  return at ? module.object.space.tryString(at, 128) : undefined;
}

/** Modules that use `module`: source_list of struct module_use (include/linux/module.h). */
function usersOf(module: Module): string[] {
  const found: string[] = [];
  module.object.try((object) => {
    const head = object.find('source_list');
    if (!head) return;
    for (const use of listEntries(head, 'struct module_use', 'source_list')) {
      if (found.length >= MAX_USERS) break;
      found.push(use.get('source.name').string(64));
    }
  });
  return found;
}
