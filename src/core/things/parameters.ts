import { hex } from '../addr.ts';
import { subject } from '../catalogue/message.ts';
import { common } from '../catalogue/things.ts';
import { opsName, parameters, parameterValue, type Parameter } from '../kernel/parameters.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import { structColumn, symbolColumn } from './columns.ts';
import { describe, foundIn, namesOf } from './thing.ts';

const say = subject('parameters', {
  title: { en: 'Parameters', ko: '매개변수' },
  one: { en: 'parameter', ko: '매개변수' },
  heading: {
    en: 'Parameters of the kernel and its modules',
    ko: '커널과 모듈의 매개변수',
  },
  empty: {
    en: 'The tables of parameters are not in the dump.',
    ko: '매개변수 테이블이 덤프에 없습니다.',
  },
  name: { en: 'Parameter', ko: '매개변수' },
  value: { en: 'Value', ko: '값' },
  valueHint: {
    en: 'as /sys/module shows it; empty: a function of its own makes it',
    ko: '/sys/module에 보이는 값. 비어 있으면 전용 함수가 만드는 값',
  },
  kind: { en: 'Kind', ko: '종류' },
  variable: { en: 'Variable', ko: '변수' },
  mode: { en: 'Mode', ko: '권한' },
  modeHint: { en: 'in /sys/module; 0000: not shown there', ko: '/sys/module의 권한. 0000이면 표시되지 않음' },
});

const MAX_SHOWN = 400;
const MAX_NAMED = 200;

/** What can be given on the command line of the kernel and of its modules, with the values of then: struct kernel_param. */
export const thing = describe<Parameter>()({
  id: 'parameters',
  ...namesOf(say),
  view: { group: 'machine', order: 21 },
  columns: {
    name: { title: say.name(), kind: 'text', value: ({ name }) => readable(name), ref: refOf },
    value: {
      title: say.value(),
      hint: say.valueHint(),
      kind: 'text',
      value: (each, kernel) => {
        const value = parameterValue(kernel, each);
        return value === undefined ? undefined : readable(value).slice(0, MAX_SHOWN);
      },
    },
    kind: {
      title: say.kind(),
      kind: 'text',
      value: ({ ops }, kernel) => opsName(kernel, ops)?.replace(/^param_ops_/, ''),
      tone: () => 'muted',
    },
    module: {
      title: common.module(),
      kind: 'text',
      value: ({ module }) => module,
      ref: ({ module }) => (module === undefined ? undefined : refTo.module(module)),
    },
    variable: symbolColumn({ title: say.variable() }, ({ argument }) => argument, 'address'),
    mode: {
      title: say.mode(),
      hint: say.modeHint(),
      kind: 'text',
      optional: true,
      value: ({ mode }) => mode.toString(8).padStart(4, '0'),
    },
    object: structColumn('kernel_param', ({ object }) => object.address, { optional: true }),
  },
  list: parameters,
  ref: foundIn('param', parameters, refOf),
  *named(kernel, test) {
    if (!kernel) return;
    let count = 0;
    for (const each of parameters(kernel)) {
      if (!test(each.name)) continue;
      yield { name: each.name, ref: refOf(each) };
      if (++count >= MAX_NAMED) return;
    }
  },
  name: ({ name }) => readable(name),
  place: ({ object }) => ({ address: object.address, type: 'kernel_param' }),
});

/** Names may be there twice: the image declares some for several kinds of machines. */
function refOf({ object }: Parameter): string {
  return `param:${hex(object.address, 16)}`;
}
