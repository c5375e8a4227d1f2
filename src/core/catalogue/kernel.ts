import { hex16, subject, text, type Message } from './message.ts';

/** What cannot be found out about the kernel's own objects, and why lists of them end early. */
export const kernelSays = subject('kernel', {
  noSymbol: text<{ name: string }>({
    en: ({ name }) =>
      `The symbol ${name} is not in this kernel's kallsyms; what needs it cannot be answered.`,
    ko: ({ name }) => `이 커널의 kallsyms에 ${name} 심볼이 없어, 이 심볼이 필요한 내용은 알 수 없습니다.`,
  }),
  noTasks: {
    en: 'Without the type struct task_struct (BTF) tasks cannot be listed.',
    ko: 'struct task_struct의 타입 정보(BTF)가 없어 태스크 목록을 만들 수 없습니다.',
  },
  notGzip: {
    en: 'kernel_config_data is not gzip data; it cannot be shown.',
    ko: 'kernel_config_data가 gzip 데이터가 아니어서 표시할 수 없습니다.',
  },
  configDamaged: text<{ code: number }>({
    en: ({ code }) =>
      `kernel_config_data cannot be unpacked (inflate answers ${code}); the dump may lack a page of it.`,
    ko: ({ code }) =>
      `kernel_config_data의 압축을 풀 수 없습니다(inflate 결과 ${code}). 해당 페이지 일부가 덤프에 없을 수 있습니다.`,
  }),
});

/** Why a list of the kernel is not whole. */
export const brokenList = subject('broken-list', {
  head: text<{ why: Message }>({
    en: ({ why }, say) => `the list's head cannot be read: ${say(why)}`,
    ko: ({ why }, say) => `리스트의 헤드를 읽을 수 없습니다: ${say(why)}`,
  }),
  link: text<{ count: number; why: Message }>({
    en: ({ count, why }, say) => `the link after ${count} entries cannot be followed: ${say(why)}`,
    ko: ({ count, why }, say) => `항목 ${count}개 다음의 링크를 따라갈 수 없습니다: ${say(why)}`,
  }),
  tooLong: text<{ most: number }>({
    en: ({ most }) => `the list has more than ${most} entries`,
    ko: ({ most }) => `리스트의 항목이 ${most}개를 넘습니다`,
  }),
  circle: text<{ count: number }>({
    en: ({ count }) => `the list turns in a circle after ${count} entries`,
    ko: ({ count }) => `리스트가 항목 ${count}개 뒤에서 순환합니다`,
  }),
  noTask: text<{ address: bigint; pid: number }>({
    en: ({ address, pid }) => `what the list has at ${hex16(address)} is no task: its PID would be ${pid}`,
    ko: ({ address, pid }) => `리스트의 ${hex16(address)} 항목은 태스크가 아닙니다(PID가 ${pid}로 읽힘)`,
  }),
  taskAbsent: text<{ address: bigint }>({
    en: ({ address }) => `the task_struct at ${hex16(address)} is not in the dump`,
    ko: ({ address }) => `${hex16(address)}의 task_struct가 덤프에 없습니다`,
  }),
  threadsLeave: text<{ leader: bigint }>({
    en: ({ leader }) => `the list of the threads of the process at ${hex16(leader)} leads out of the dump`,
    ko: ({ leader }) => `${hex16(leader)} 프로세스의 스레드 리스트가 덤프에 없는 주소로 이어집니다`,
  }),
  threadsCircle: text<{ leader: bigint }>({
    en: ({ leader }) => `the list of the threads of the process at ${hex16(leader)} turns in a circle`,
    ko: ({ leader }) => `${hex16(leader)} 프로세스의 스레드 리스트가 순환합니다`,
  }),
  noModule: text<{ address: bigint }>({
    en: ({ address }) => `it leads to ${hex16(address)}, where no module lies`,
    ko: ({ address }) => `${hex16(address)}로 이어지지만 그곳에 모듈이 없습니다`,
  }),
  noModuleSymbol: {
    en: 'the symbol modules, where the list begins, is not known',
    ko: '목록의 시작인 modules 심볼을 찾지 못했습니다',
  },
  noModuleType: {
    en: 'the type struct module is not known (BTF)',
    ko: 'struct module의 타입 정보(BTF)가 없습니다',
  },
});
