import { subject, text, verbatim, type Message } from './message.ts';

/**
 * A refusal in crash's own words ("rd: invalid count: 0"): scripts written for crash look for them, so they are the same
 * in every language.
 */
export const asCrash: (words: string) => Message = verbatim;

/** What the console's commands refuse, and why. */
export const refused = subject('commands', {
  // Which commands there are.
  unknown: text<{ name: string }>({
    en: ({ name }) => `command not found: ${name}\nSee "help" for the commands there are.`,
    ko: ({ name }) => `command not found: ${name}\n사용할 수 있는 명령은 "help"로 확인하세요.`,
  }),
  never: text<{ name: string; why: Message }>({
    en: ({ name, why }, say) => `${name} is not part of oopscope: ${say(why)}.`,
    ko: ({ name, why }, say) => `${name} 명령은 oopscope에 없습니다: ${say(why)}`,
  }),
  usage: text<{ usage: string; command: string; wrong?: Message }>({
    en: ({ usage, command, wrong }, say) =>
      `${wrong ? `${say(wrong)}\n` : ''}Usage: ${usage}\nEnter "help ${command}" for details.`,
    ko: ({ usage, command, wrong }, say) =>
      `${wrong ? `${say(wrong)}\n` : ''}사용법: ${usage}\n자세한 설명은 "help ${command}"를 입력하세요.`,
  }),

  aliasOfCommand: text<{ name: string }>({
    en: ({ name }) => `alias: ${name} is a command; choose another name`,
    ko: ({ name }) => `alias: ${name}은(는) 명령 이름입니다. 다른 이름을 쓰세요`,
  }),
  aliasesFull: text<{ most: number }>({
    en: ({ most }) => `alias: there are ${most} aliases already`,
    ko: ({ most }) => `alias: 별칭이 이미 ${most}개 있습니다`,
  }),
  noExtensions: text<{ file: string }>({
    en: ({ file }) =>
      `extend: ${file}: extensions are programs for crash itself and cannot be loaded; "help" lists what is built in`,
    ko: ({ file }) =>
      `extend: ${file}: crash 확장 모듈은 crash 전용 프로그램이므로 불러올 수 없습니다. 내장 명령은 "help"로 확인하세요`,
  }),
  gdbNeedsLines: text<{ request: string }>({
    en: ({ request }) =>
      `gdb: "${request}" asks for source lines, which only the debug information of vmlinux has`,
    ko: ({ request }) =>
      `gdb: "${request}"에는 소스 줄 정보가 필요하며, 이는 vmlinux의 디버그 정보에만 있습니다`,
  }),
  gdbUnknown: text<{ request: string; known: string }>({
    en: ({ request, known }) =>
      `gdb: there is no gdb inside, and "${request}" has no answer here; these have: ${known}`,
    ko: ({ request, known }) =>
      `gdb: gdb를 포함하지 않아 "${request}"에는 답할 수 없습니다. 답할 수 있는 요청: ${known}`,
  }),
  gdbFormat: text<{ given: string }>({
    en: ({ given }) =>
      `gdb: "${given}" is no format of x; write x/COUNT FORMAT SIZE: x/4gx, x/2s, x/8xb, x/5i`,
    ko: ({ given }) =>
      `gdb: "${given}"은(는) x의 형식이 아닙니다. x/개수·형식·크기로 쓰세요: x/4gx, x/2s, x/8xb, x/5i`,
  }),

  // What a command needs to be told.
  sayWhere: text<{ command: string }>({
    en: ({ command }) => `${command}: say where: an address, a symbol, or (an expression)`,
    ko: ({ command }) => `${command}: 위치를 지정하세요. 주소, 심볼, (식) 중 하나를 쓸 수 있습니다`,
  }),
  sayWhichAddress: text<{ command: string }>({
    en: ({ command }) => `${command}: say which address`,
    ko: ({ command }) => `${command}: 주소를 지정하세요`,
  }),
  sayWhichSymbol: text<{ command: string }>({
    en: ({ command }) => `${command}: say which: a symbol, an address, or an option; see "help ${command}"`,
    ko: ({ command }) => `${command}: 심볼, 주소, 옵션 중 하나를 지정하세요. "help ${command}"를 참고하세요`,
  }),
  sayWhichType: text<{ command: string }>({
    en: ({ command }) => `${command}: say which: ${command} task_struct`,
    ko: ({ command }) => `${command}: 대상을 지정하세요. 예: ${command} task_struct`,
  }),
  sayWhatToName: text<{ command: string }>({
    en: ({ command }) => `${command}: say what: a type, a variable, a function, an enumerator`,
    ko: ({ command }) => `${command}: 타입, 변수, 함수, 열거자 중 하나를 지정하세요`,
  }),
  sayNumber: text<{ command: string }>({
    en: ({ command }) => `${command}: say what: a number, or (an expression)`,
    ko: ({ command }) => `${command}: 숫자 또는 (식)을 지정하세요`,
  }),
  sayExpression: text<{ command: string }>({
    en: ({ command }) => `${command}: say what: a variable, or an expression of C`,
    ko: ({ command }) => `${command}: 변수 또는 C 식을 지정하세요`,
  }),

  // What this dump does not have.
  noTypes: text<{ command: string }>({
    en: ({ command }) =>
      `${command}: this dump carries no types (BTF); structs cannot be shown. "rd" shows memory as it is.`,
    ko: ({ command }) =>
      `${command}: 이 덤프에는 타입 정보(BTF)가 없어 구조체를 표시할 수 없습니다. "rd"로 메모리를 그대로 볼 수 있습니다.`,
  }),
  noCurrentTask: text<{ command: string }>({
    en: ({ command }) => `${command}: there is no current task: the tasks of this dump cannot be read.`,
    ko: ({ command }) => `${command}: 이 덤프의 태스크를 읽을 수 없어 현재 태스크가 없습니다.`,
  }),
  nameTask: text<{ command: string }>({
    en: ({ command }) => `${command}: there is no current task; name one: ${command} PID`,
    ko: ({ command }) => `${command}: 현재 태스크가 없습니다. 태스크를 지정하세요: ${command} PID`,
  }),
  noPanicTask: text<{ command: string }>({
    en: ({ command }) => `${command}: no task panicked in this dump`,
    ko: ({ command }) => `${command}: 이 덤프에는 패닉을 일으킨 태스크가 없습니다`,
  }),
  kernelThread: text<{ command: string }>({
    en: ({ command }) =>
      `${command}: the current task is a kernel thread and has no user space; "set PID" chooses another`,
    ko: ({ command }) =>
      `${command}: 현재 태스크는 커널 스레드여서 사용자 공간이 없습니다. "set PID"로 다른 태스크를 선택하세요`,
  }),
  mountsIncomplete: {
    en: 'mount: part of the mount list is not in the dump; these are the mounts that could be found',
    ko: 'mount: 마운트 목록의 일부가 덤프에 없어 찾을 수 있는 마운트만 표시합니다',
  },
  nothingRead: text<{ command: string }>({
    en: ({ command }) => `${command}: what this shows is not in the dump, or cannot be read`,
    ko: ({ command }) => `${command}: 표시할 내용이 덤프에 없거나 읽을 수 없습니다`,
  }),
  modulesUnreadable: text<{ command: string; why: Message }>({
    en: ({ command, why }, say) => `${command}: the list of modules cannot be read: ${say(why)}`,
    ko: ({ command, why }, say) => `${command}: 모듈 목록을 읽을 수 없습니다: ${say(why)}`,
  }),
  noModule: text<{ command: string; name: string }>({
    en: ({ command, name }) => `${command}: module "${name}" not found; "mod" lists the modules`,
    ko: ({ command, name }) => `${command}: "${name}" 모듈이 없습니다. 모듈 목록은 "mod"로 확인하세요`,
  }),
  fileEnds: text<{ command: string; offset: string }>({
    en: ({ command, offset }) => `${command}: the file ends at offset ${offset}`,
    ko: ({ command, offset }) => `${command}: 파일이 오프셋 ${offset}에서 끝납니다`,
  }),
  noLines: text<{ command: string }>({
    en: ({ command }) =>
      `(${command}: source files and line numbers are in a vmlinux with debug information (DWARF), not in a dump; instructions only)`,
    ko: ({ command }) =>
      `(${command}: 소스 파일과 줄 번호는 덤프가 아니라 디버그 정보(DWARF)가 있는 vmlinux에 있습니다. 명령어만 표시합니다)`,
  }),
  noSource: text<{ command: string }>({
    en: ({ command }) =>
      `${command}: source text is neither in a dump nor in a vmlinux, only in the kernel’s source tree; without -s the instructions are shown`,
    ko: ({ command }) =>
      `${command}: 소스 내용은 덤프나 vmlinux가 아니라 커널 소스 트리에 있습니다. -s 없이 실행하면 명령어를 표시합니다`,
  }),
  noFileOut: text<{ command: string }>({
    en: ({ command }) =>
      `${command}: -r (write raw memory to a file) is not supported; redirect what is printed: ${command} … > file`,
    ko: ({ command }) =>
      `${command}: -r(메모리를 파일에 직접 쓰기)은 지원하지 않습니다. 출력을 파일로 저장하세요: ${command} … > 파일`,
  }),
  internals: text<{ command: string; flag: string }>({
    en: ({ command, flag }) =>
      `${command}: ${flag} shows crash's internal tables; there are none here. “help” lists the commands`,
    ko: ({ command, flag }) =>
      `${command}: ${flag} 옵션은 crash 내부 테이블용이며 여기에는 없습니다. 명령 목록은 “help”로 확인하세요`,
  }),
  noFunction: text<{ command: string; where: string }>({
    en: ({ command, where }) =>
      `${command}: no function is known at ${where}, so its start and end are unknown`,
    ko: ({ command, where }) => `${command}: ${where} 위치의 함수를 알 수 없어 시작과 끝을 정할 수 없습니다`,
  }),

  // What was asked wrongly.
  onlyIdle: text<{ command: string; given: string }>({
    en: ({ command, given }) => `${command}: invalid argument of -n: ${given}; there is "idle" only`,
    ko: ({ command, given }) =>
      `${command}: -n의 값으로 쓸 수 없습니다: ${given}. "idle"만 지정할 수 있습니다`,
  }),
  hexNeeded: text<{ command: string; flag: string; given: string }>({
    en: ({ command, flag, given }) => `${command}: ${flag} needs an address in hexadecimal, not ${given}`,
    ko: ({ command, flag, given }) =>
      `${command}: ${flag}에는 16진수 주소를 지정해야 합니다(${given} 사용 불가)`,
  }),
  ipNeedsSp: text<{ command: string }>({
    en: ({ command }) => `${command}: -I needs -S, the stack address to begin at`,
    ko: ({ command }) => `${command}: -I를 쓰려면 시작할 스택 주소를 -S로 지정해야 합니다`,
  }),
  noStackAddress: text<{ command: string; address: string }>({
    en: ({ command, address }) => `${command}: ${address} is no stack address`,
    ko: ({ command, address }) => `${command}: ${address}: 스택 주소가 아닙니다`,
  }),
  exclude: text<{ command: string; one: string; other: string }>({
    en: ({ command, one, other }) => `${command}: ${one} and ${other} are mutually exclusive`,
    ko: ({ command, one, other }) => `${command}: ${one}, ${other} 옵션은 함께 쓸 수 없습니다`,
  }),
  endNotAfter: text<{ command: string; end: string }>({
    en: ({ command, end }) => `${command}: invalid ending address: ${end}; it is not after the start`,
    ko: ({ command, end }) => `${command}: 끝 주소가 시작 주소보다 뒤에 있지 않습니다: ${end}`,
  }),
  tooMuch: text<{ command: string; end: string }>({
    en: ({ command, end }) => `${command}: too much memory between the start and ${end}`,
    ko: ({ command, end }) => `${command}: 시작 주소부터 ${end}까지의 메모리가 너무 큽니다`,
  }),
  offsetForm: text<{ command: string; given: string }>({
    en: ({ command, given }) => `${command}: invalid offset: ${given}; a number, or struct.member`,
    ko: ({ command, given }) => `${command}: 잘못된 오프셋: ${given}. 숫자나 구조체.멤버로 지정하세요`,
  }),
  sizeForm: text<{ command: string; given: string }>({
    en: ({ command, given }) => `${command}: invalid size: ${given}; a number, or two with - between them`,
    ko: ({ command, given }) => `${command}: 잘못된 크기: ${given}. 숫자 하나 또는 숫자-숫자로 지정하세요`,
  }),
  cpuListForm: text<{ command: string; given: string }>({
    en: ({ command, given }) => `${command}: invalid cpu list: ${given}; write it like 1,3,5-7 or all.`,
    ko: ({ command, given }) => `${command}: 잘못된 CPU 목록: ${given}. 1,3,5-7 또는 all처럼 지정하세요.`,
  }),
  nothingSo: text<{ command: string }>({
    en: ({ command }) => `${command}: no type of this kernel matches`,
    ko: ({ command }) => `${command}: 조건에 맞는 타입이 이 커널에 없습니다`,
  }),
  tooMany: text<{ command: string; most: number }>({
    en: ({ command, most }) => `${command}: at most ${most} values at once`,
    ko: ({ command, most }) => `${command}: 값은 한 번에 최대 ${most}개까지 지정할 수 있습니다`,
  }),
  textTooLong: text<{ command: string; most: number }>({
    en: ({ command, most }) => `${command}: a text has at most ${most} bytes`,
    ko: ({ command, most }) => `${command}: 텍스트는 최대 ${most}바이트까지 지정할 수 있습니다`,
  }),
  noCpuTask: text<{ command: string; cpu: number }>({
    en: ({ command, cpu }) => `${command}: the task of CPU ${cpu} is not in the dump`,
    ko: ({ command, cpu }) => `${command}: CPU ${cpu}의 태스크가 덤프에 없습니다`,
  }),
  radix: { en: 'set: the radix is 10 or 16', ko: 'set: 진법은 10 또는 16이어야 합니다' },
  noSetting: text<{ name: string; value: string }>({
    en: ({ name, value }) => `set: ${name}: ${value} is not a valid value; see "help set"`,
    ko: ({ name, value }) => `set: ${name}: ${value}: 쓸 수 없는 값입니다. "help set"을 참고하세요`,
  }),
  notInForeach: text<{ command: string; option: string }>({
    en: ({ command, option }) => `foreach: ${command} ${option} is not supported when issued from foreach`,
    ko: ({ command, option }) => `foreach: ${command}의 ${option} 옵션은 foreach와 함께 쓸 수 없습니다`,
  }),
  needsOneOf: text<{ command: string; option: string; of: string }>({
    en: ({ command, option, of }) => `${command}: ${option} goes with one of ${of} only`,
    ko: ({ command, option, of }) => `${command}: ${option} 옵션은 ${of} 가운데 하나와 함께 써야 합니다`,
  }),
  wordUnknown: text<{ command: string; given: string }>({
    en: ({ command, given }) => `${command}: ${given}: not known; see "help ${command}".`,
    ko: ({ command, given }) => `${command}: ${given}: 알 수 없는 인자입니다. 도움말: help ${command}`,
  }),
  noTaskNamed: text<{ name: string }>({
    en: ({ name }) => `ps: no task has this name: ${name}`,
    ko: ({ name }) => `ps: 이 이름의 태스크가 없습니다: ${name}`,
  }),
  shellsWord: text<{ command: string; sign: string }>({
    en: ({ command, sign }) =>
      `${command}: "${sign}" is of a shell and means nothing here; a semicolon separates commands.`,
    ko: ({ command, sign }) =>
      `${command}: "${sign}" 기호는 셸 문법이라 여기서는 쓸 수 없습니다. 명령은 세미콜론(;)으로 구분하세요.`,
  }),
  /** crash's line about a read that failed, and the reason. */
  readFailed: text<{ crash: string; why: Message }>({
    en: ({ crash, why }, say) => `${crash}\n${say(why)}`,
    ko: ({ crash, why }, say) => `${crash}\n${say(why)}`,
  }),
});

/** What is wrong with an expression of C, for `p`. */
export const expression = subject('expression', {
  fault: text<{ why: Message }>({
    en: ({ why }, say) => `p: ${say(why)}`,
    ko: ({ why }, say) => `p: ${say(why)}`,
  }),
  tooLong: text<{ most: number }>({
    en: ({ most }) => `p: the expression is longer than ${most} characters`,
    ko: ({ most }) => `p: 식이 너무 깁니다(최대 ${most}자)`,
  }),
  noPart: text<{ text: string }>({
    en: ({ text }) => `p: "${text}" is no part of a C expression`,
    ko: ({ text }) => `p: "${text}": C 식에 쓸 수 없는 표현입니다`,
  }),
  noNumber: text<{ type: string }>({
    en: ({ type }) => `p: a ${type} is not a number`,
    ko: ({ type }) => `p: ${type} 타입은 숫자가 아닙니다`,
  }),
  noPointer: text<{ type: string }>({
    en: ({ type }) => `p: a value of type ${type} cannot be dereferenced: it is no pointer`,
    ko: ({ type }) => `p: ${type} 타입의 값은 포인터가 아니어서 역참조할 수 없습니다`,
  }),
  noMember: text<{ name: string; type: string }>({
    en: ({ name, type }) => `p: there is no member named ${name} in ${type}`,
    ko: ({ name, type }) => `p: ${type} 타입에는 ${name} 멤버가 없습니다`,
  }),
  noCast: text<{ type: string }>({
    en: ({ type }) => `p: a number cannot be cast to ${type}`,
    ko: ({ type }) => `p: 숫자를 ${type} 타입으로 변환할 수 없습니다`,
  }),
  endsEarly: { en: 'p: the expression ends too early', ko: 'p: 식이 끝까지 입력되지 않았습니다' },
  misplaced: text<{ text: string }>({
    en: ({ text }) => `p: "${text}" makes no sense where it stands`,
    ko: ({ text }) => `p: "${text}": 이 위치에 올 수 없습니다`,
  }),
  tooDeep: text<{ most: number }>({
    en: ({ most }) => `p: more than ${most} parts are nested in each other`,
    ko: ({ most }) => `p: 식이 ${most}단계보다 깊게 중첩되었습니다`,
  }),
  noAddress: {
    en: 'p: only what lies in memory has an address',
    ko: 'p: 메모리에 있는 대상만 주소를 구할 수 있습니다',
  },
  bitField: { en: 'p: a bit-field has no address of its own', ko: 'p: 비트 필드는 주소를 구할 수 없습니다' },
  noType: text<{ name: string }>({
    en: ({ name }) => `p: there is no type named ${name} in this kernel`,
    ko: ({ name }) => `p: 이 커널에는 ${name} 타입이 없습니다`,
  }),
  typeUnknown: text<{ command: string; name: string; address: string }>({
    en: ({ command, name, address }) =>
      `${command}: the type of ${name} is not in this kernel's BTF, only in the debug information (DWARF) of its vmlinux, which is not read; give it: p *(TYPE *)${address}`,
    ko: ({ command, name, address }) =>
      `${command}: ${name}의 타입은 이 커널의 BTF에는 없고 vmlinux의 디버그 정보(DWARF)에만 있는데, DWARF는 읽지 않습니다. 타입을 직접 지정하세요: p *(TYPE *)${address}`,
  }),
  noName: text<{ name: string }>({
    en: ({ name }) => `p: there is no variable, function or enumerator named ${name}`,
    ko: ({ name }) => `p: ${name}: 그런 변수, 함수, 열거자가 없습니다`,
  }),
  noValue: text<{ name: string }>({
    en: ({ name }) => `p: ${name}: there is no such value in the history of what was printed`,
    ko: ({ name }) => `p: ${name}: 출력 기록에 그런 값이 없습니다`,
  }),
  rowLength: text<{ most: number }>({
    en: ({ most }) => `p: @ takes a number from 1 to ${most}`,
    ko: ({ most }) => `p: @ 뒤에는 1부터 ${most}까지의 수를 쓸 수 있습니다`,
  }),
  noFormat: text<{ given: string }>({
    en: ({ given }) => `p: /${given} is no format; there are x, d, u, o, t, c, a, z and s`,
    ko: ({ given }) => `p: /${given}: 알 수 없는 형식입니다. x, d, u, o, t, c, a, z, s를 쓸 수 있습니다`,
  }),
  byZero: { en: 'p: division by zero', ko: 'p: 0으로 나눌 수 없습니다' },
  notAdded: text<{ type: string }>({
    en: ({ type }) => `p: a ${type} cannot be added to a pointer`,
    ko: ({ type }) => `p: ${type} 타입의 값은 포인터에 더할 수 없습니다`,
  }),
});

/** Why commands of crash are not part of oopscope. */
export const never = subject('never', {
  noIndex: {
    en: 'it writes an index for KVM dump files, which is not needed here',
    ko: 'KVM 덤프 파일의 색인을 만드는 명령이며 여기서는 필요하지 않습니다',
  },
});
