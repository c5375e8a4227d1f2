import { subject, text, type Message, type Said } from './message.ts';

/** What is told of accesses that the processor refused, beyond their kind. */
export const memoryFault = subject('memory-fault', {
  reservedTitle: text({ en: 'Damaged page-table entry', ko: '손상된 페이지 테이블 엔트리' }),
  reserved: text<{ who: Said; address: Said; at?: Said }>({
    en: ({ who, address, at }, say) =>
      `${say(who)} accessed address ${say(address)}${at === undefined ? '' : ` at ${say(at)}`}; a page-table entry on the way to it has a bit set that the processor reserves.`,
    ko: ({ who, address, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}주소 ${say(address)} 접근 중, 그 주소의 페이지 테이블 엔트리에 프로세서가 예약한 비트가 설정되어 있었습니다`,
  }),
  entry: text<{ level: string; entry: Said; address: Said }>({
    en: ({ level, entry, address }, say) =>
      `The last page-table entry (${level}) on the way to ${say(address)} holds ${say(entry)}.`,
    ko: ({ level, entry, address }, say) =>
      `${say(address)} 주소의 마지막 페이지 테이블 엔트리(${level}) 값: ${say(entry)}`,
  }),
  smap: text<{ address: Said; guard: string }>({
    en: ({ address, guard }, say) =>
      `The page at ${say(address)} is there and belongs to user space: the kernel touched it without copy_from_user(), get_user() and the like (${guard}).`,
    ko: ({ address, guard }, say) =>
      `${say(address)} 페이지는 사용자 공간에 매핑되어 있습니다. copy_from_user(), get_user() 등을 거치지 않고 커널이 직접 접근했습니다 (${guard})`,
  }),
  mapped: text<{ address: Said; start: string; end: string }>({
    en: ({ address, start, end }, say) =>
      `${say(address)} lies in memory that the process has mapped (${start}–${end}); its page was not there.`,
    ko: ({ address, start, end }, say) =>
      `${say(address)}: 프로세스가 매핑한 영역(${start}–${end}) 안의 주소이지만 페이지가 없었습니다`,
  }),
  badPointerTitle: text<{ access?: Message }>({
    en: ({ access }, say) =>
      `Access through a bad pointer: nothing is mapped there${access === undefined ? '' : ` (${say(access)})`}`,
    ko: ({ access }, say) =>
      `잘못된 포인터로 접근: 매핑되지 않은 주소${access === undefined ? '' : ` (${say(access)})`}`,
  }),
  guard: text<{ address: Said; stack: Said; left?: string }>({
    en: ({ address, stack, left }, say) =>
      `${say(address)} lies in the guard page below a stack (${say(stack)}); ${left === undefined ? 'the stack pointer was on another stack' : `the stack pointer had not left its own stack (0x${left} bytes were free)`}, and the access did not go through it: it ran off something next to the stack, not the stack itself.`,
    ko: ({ address, stack, left }, say) =>
      `${say(address)}: 스택(${say(stack)}) 아래 가드 페이지 안의 주소입니다. 스택 포인터는 ${left === undefined ? '다른 스택에 있었고' : `자기 스택 안에 있었고(남은 공간 0x${left}바이트)`} 스택 포인터를 통한 접근도 아니므로, 스택 오버플로가 아니라 스택 옆 메모리에 대한 접근입니다`,
  }),
  stackOf: text<{ task: Said }>({
    en: ({ task }, say) => `stack of ${say(task)}`,
    ko: ({ task }, say) => `${say(task)}의 스택`,
  }),
  pastArea: text<{ address: Said; what: Said; above?: Said }>({
    en: ({ address, what, above }, say) =>
      `${say(address)} lies in the guard page right after ${say(what)}${above === undefined ? '' : ` and below the ${say(above)}`}: the access went past the end of ${above === undefined ? 'that memory' : 'the one or the other'}.`,
    ko: ({ address, what, above }, say) =>
      `${say(address)}: ${say(what)} 바로 뒤${above === undefined ? '' : `, ${say(above)} 바로 아래`}의 가드 페이지입니다. ${above === undefined ? '그 메모리의 끝을 넘어 접근했습니다' : '둘 중 하나의 끝을 넘어 접근했습니다'}`,
  }),
  readOnly: text<{ what: Said }>({
    en: ({ what }, say) => `What was written to is ${say(what)}.`,
    ko: ({ what }, say) => `쓰려고 한 대상: ${say(what)}`,
  }),
  target: text<{ address: Said; what: Said }>({
    en: ({ address, what }, say) => `${say(address)} is ${say(what)}.`,
    ko: ({ address, what }, say) => `${say(address)} 주소에 있는 것: ${say(what)}`,
  }),
  dataJump: text<{ who: Said; address: Said; what?: Said; caller?: Said }>({
    en: ({ who, address, what, caller }, say) =>
      `${say(who)} jumped to ${say(address)}${what === undefined ? '' : ` (${say(what)})`}: memory that is mapped but may not be executed${caller === undefined ? '' : `, called from ${say(caller)}`}.`,
    ko: ({ who, address, what, caller }, say) =>
      `${say(who)}: 실행할 수 없는 메모리 ${say(address)}번지${what === undefined ? '' : `(${say(what)})`}로 점프했습니다${caller === undefined ? '' : ` (호출한 곳: ${say(caller)})`}`,
  }),
  userJumpTitle: text<{ guard: string }>({
    en: ({ guard }) => `Kernel jumped into user memory (${guard})`,
    ko: ({ guard }) => `커널이 사용자 메모리로 점프 (${guard})`,
  }),
  userJump: text<{ who: Said; address: Said; caller?: Said; guard: string }>({
    en: ({ who, address, caller, guard }, say) =>
      `${say(who)} jumped to ${say(address)}, an address of user space, in kernel mode; ${guard} refused it${caller === undefined ? '' : `, called from ${say(caller)}`}.`,
    ko: ({ who, address, caller, guard }, say) =>
      `${say(who)}: 커널 모드에서 사용자 공간 주소 ${say(address)}번지로 점프했고 ${guard} 기능이 막았습니다${caller === undefined ? '' : ` (호출한 곳: ${say(caller)})`}`,
  }),
  nullCallTitle: text({ en: 'Call of a NULL function pointer', ko: 'NULL 함수 포인터 호출' }),
  nullCall: text<{ who: Said; caller?: Said }>({
    en: ({ who, caller }, say) =>
      `${say(who)} called a function pointer that is NULL${caller === undefined ? '' : `, at ${say(caller)}`}.`,
    ko: ({ who, caller }, say) =>
      `${say(who)}: ${caller === undefined ? '' : `${say(caller)}에서 `}NULL 함수 포인터를 호출했습니다`,
  }),
  badReturnTitle: text({
    en: 'Return to an address where there is no code',
    ko: '코드가 없는 주소로 복귀(return)',
  }),
  badReturn: text<{ who: Said; address: Said; at?: Said }>({
    en: ({ who, address, at }, say) =>
      `${say(who)} returned${at === undefined ? '' : ` from ${say(at)}`} to ${say(address)}, where there is no code: its return address on the stack is not the one that the call put there.`,
    ko: ({ who, address, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}코드가 없는 ${say(address)}번지로 복귀했습니다. 스택의 복귀 주소가 호출할 때 저장한 값이 아닙니다`,
  }),
  zeroCode: text<{ at: Said }>({
    en: ({ at }, say) =>
      `The code at ${say(at)} is zeroes. Compilers make no such code: something wrote over it, or it was never code.`,
    ko: ({ at }, say) =>
      `${say(at)} 위치의 코드가 모두 0입니다. 컴파일러가 만드는 코드가 아니므로, 무언가가 코드를 덮어썼거나 처음부터 코드가 아닌 곳입니다`,
  }),
  /** `register`: the jump went through it, and it still holds the target. `jump`: absent where it could be one of several. */
  tailCall: text<{ caller: Said; function: Said; jump?: string; register?: string }>({
    en: ({ caller, function: name, jump, register }, say) =>
      `${say(caller)} called ${say(name)}, which ended in a jump (a tail call) and left no frame of its own${
        jump === undefined
          ? '; it, or what it went on to, jumped there'
          : register === undefined
            ? `: its one indirect jump is ${jump}`
            : `: ${jump}, and ${register} still holds where that led`
      }.`,
    ko: ({ caller, function: name, jump, register }, say) =>
      `${say(caller)} 쪽에서 호출한 함수 ${say(name)}: 마지막에 점프(tail call)로 끝나 스택에 자신의 프레임을 남기지 않았습니다. ${
        jump === undefined
          ? '이 함수 또는 이 함수가 이어서 실행한 코드가 그곳으로 점프했습니다'
          : register === undefined
            ? `유일한 간접 점프: ${jump}`
            : `점프 명령: ${jump}, ${register} 값은 아직 그 목적지와 같습니다`
      }`,
  }),
  byReturn: text<{ value: Said; overwritten: boolean }>({
    en: ({ value, overwritten }, say) =>
      `The stack pointer points at ${say(value)}, which is no return address: it came here by a return${overwritten ? ' whose address on the stack had been overwritten' : ''}, not by a call.`,
    ko: ({ value, overwritten }, say) =>
      `스택 포인터가 가리키는 값 ${say(value)}: 복귀 주소가 아닙니다. 호출이 아니라, ${overwritten ? '스택의 복귀 주소가 덮어써진 뒤 ' : ''}복귀(return)하면서 이곳에 왔습니다`,
  }),
  byReturnRegister: text<{ register: string; value: Said; overwritten: boolean }>({
    en: ({ register, value, overwritten }, say) =>
      `${register}, which holds return addresses, holds ${say(value)}, the very address that was jumped to: it came here by a return${overwritten ? ' whose address had been overwritten' : ''}, not by a call.`,
    ko: ({ register, value, overwritten }, say) =>
      `복귀 주소를 담는 ${register} 값 ${say(value)}: 점프한 주소와 같습니다. 호출이 아니라, ${overwritten ? '덮어써진 복귀 주소로 ' : ''}복귀(return)하면서 이곳에 왔습니다`,
  }),
  freedCall: text<{ who: Said; address: Said; caller?: Said }>({
    en: ({ who, address, caller }, say) =>
      `${say(who)} jumped to ${say(address)}, a function pointer out of freed memory${caller === undefined ? '' : `, called from ${say(caller)}`}.`,
    ko: ({ who, address, caller }, say) =>
      `${say(who)}: 해제된 메모리에 있던 함수 포인터를 따라 ${say(address)}번지로 점프했습니다${caller === undefined ? '' : ` (호출한 곳: ${say(caller)})`}`,
  }),
  nullIndex: text<{ register: string; index: Said; scale: number }>({
    en: ({ register, index, scale }, say) =>
      `The base was NULL; ${register} = ${say(index)} was added as an index${scale > 1 ? `, times ${scale}` : ''}.`,
    ko: ({ register, index, scale }, say) =>
      `기준 주소가 NULL이었고 인덱스 ${register} = ${say(index)}${scale > 1 ? ` (× ${scale})` : ''} 값이 더해졌습니다`,
  }),
  nullIndexBefore: text<{ register: string; base: string; added: string; at: Said; text: string }>({
    en: ({ register, base, added, at, text: shown }, say) =>
      `${register} was computed just before, at ${say(at)}, from ${base}, which was NULL, and ${added}: ${shown}`,
    ko: ({ register, base, added, at, text: shown }, say) =>
      `${register}: 바로 앞 ${say(at)}에서 NULL인 ${base} 값에 ${added} 값을 더해 계산했습니다: ${shown}`,
  }),
  nullConstant: text<{ address: Said }>({
    en: ({ address }, say) =>
      `The address ${say(address)} stands in the instruction itself: the compiler had added an offset to a pointer that it knew to be NULL.`,
    ko: ({ address }, say) =>
      `명령어 자체에 주소 ${say(address)} 값이 들어 있습니다. 컴파일러가 NULL임을 아는 포인터에 오프셋을 더한 것입니다`,
  }),
  member: text<{ offset: string; struct: string; member: string }>({
    en: ({ offset, struct, member }) =>
      `By its declared type the pointer was to a ${struct}: at offset ${offset} of it lies ${member}.`,
    ko: ({ offset, struct, member }) =>
      `선언된 타입에 따르면 ${struct} 포인터이며, 오프셋 ${offset}에 있는 멤버는 ${member}입니다`,
  }),
  smallNumber: text<{ register: string; value: Said }>({
    en: ({ register, value }, say) =>
      `${register} was not NULL but the small number ${say(value)}: a number stands where a pointer should, or an offset had been added to NULL before.`,
    ko: ({ register, value }, say) =>
      `${register}: NULL이 아니라 작은 수 ${say(value)}. 포인터 자리에 숫자가 있거나, 그 전에 NULL에 오프셋이 더해졌습니다`,
  }),
  shadow: text<{ shadow: Said; address: Said }>({
    en: ({ shadow, address }, say) =>
      `The access to ${say(shadow)} was KASAN's own, to its shadow: the code was about to access ${say(address)}.`,
    ko: ({ shadow, address }, say) =>
      `${say(shadow)} 접근은 KASAN의 섀도 메모리 접근입니다. 실제로 접근하려던 주소: ${say(address)}`,
  }),
});

/** Traps of the processor that have no rule of their own elsewhere. */
export const traps = subject('trap', {
  title: text<{ what: Message }>({
    en: ({ what }, say) => `${say(what)} in kernel mode`,
    ko: ({ what }, say) => `커널 모드에서 ${say(what)}`,
  }),
  sentence: text<{ who: Said; what: Message; at?: Said }>({
    en: ({ who, what, at }, say) =>
      `${say(who)} ran into it${at === undefined ? '' : ` at ${say(at)}`}: ${say(what)}.`,
    ko: ({ who, what, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}${say(what)} 예외가 발생했습니다`,
  }),
  misaligned: text<{ who: Said; address: Said; what?: Said; caller?: Said }>({
    en: ({ who, address, what, caller }, say) =>
      `${say(who)} jumped to ${say(address)}${what === undefined ? '' : ` (${say(what)})`}, where no instruction can begin: the address is not aligned${caller === undefined ? '' : `, called from ${say(caller)}`}.`,
    ko: ({ who, address, what, caller }, say) =>
      `${say(who)}: 정렬되지 않아 명령어가 있을 수 없는 ${say(address)}번지${what === undefined ? '' : `(${say(what)})`}로 점프했습니다${caller === undefined ? '' : ` (호출한 곳: ${say(caller)})`}`,
  }),
  breakpointTitle: text<{ mnemonic: string }>({
    en: ({ mnemonic }) => `Breakpoint (${mnemonic}) that nobody had set`,
    ko: ({ mnemonic }) => `아무도 설정하지 않은 브레이크포인트 (${mnemonic})`,
  }),
  breakpoint: text<{ who: Said; mnemonic: string; at?: Said }>({
    en: ({ who, mnemonic, at }, say) =>
      `${say(who)} executed ${mnemonic}${at === undefined ? '' : ` at ${say(at)}`}, which belongs to no kprobe, tracer or debugger.`,
    ko: ({ who, mnemonic, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}kprobe, 트레이서, 디버거 어느 것도 설정하지 않은 ${mnemonic} 명령어를 실행했습니다`,
  }),
  noBug: text<{ mnemonic: string }>({
    en: ({ mnemonic }) =>
      `The instruction is ${mnemonic}, but the log has no BUG() for this oops: compilers put it where execution must never come, or the code was overwritten.`,
    ko: ({ mnemonic }) =>
      `명령어는 ${mnemonic}이지만 로그에 이 oops의 BUG()가 없습니다. 컴파일러가 실행되면 안 되는 자리에 넣은 것이거나 코드가 덮어써진 것입니다`,
  }),
  overflow: text({ en: 'overflow trap (vector 4)', ko: '오버플로 트랩(벡터 4)' }),
  bounds: text({ en: 'bounds check trap (vector 5)', ko: 'bounds 검사 트랩(벡터 5)' }),
  coprocessor: text({ en: 'FPU (coprocessor) exception', ko: 'FPU(coprocessor) 예외' }),
  alignment: text({ en: 'alignment check', ko: '정렬 검사(alignment check)' }),
  segment: text({ en: 'segment error', ko: '세그먼트 오류' }),
  check: text({
    en: 'a check that the compiler built in did not hold (UBSAN, CFI)',
    ko: '컴파일러가 넣은 검사에 실패(UBSAN, CFI)',
  }),
  controlProtection: text({
    en: 'control protection: a branch or return to a place that is none (CET, BTI, pointer authentication)',
    ko: '제어 흐름 보호(CET, BTI, PAC): 허용되지 않은 곳으로 분기하거나 복귀',
  }),
  virtualisation: text({
    en: 'virtualisation exception: the hypervisor refused the access',
    ko: '가상화 예외: 하이퍼바이저가 접근을 거부',
  }),
  other: text({ en: 'exception', ko: '예외' }),
  selector: text<{ code: string; selector: string }>({
    en: ({ code, selector }) => `The error code ${code} names a segment selector: ${selector}.`,
    ko: ({ code, selector }) => `오류 코드 ${code}: 세그먼트 셀렉터 ${selector}`,
  }),
  divisorZero: text<{ register: Said; value: Said }>({
    en: ({ register, value }, say) => `The divisor, ${say(register)}, was ${say(value)}.`,
    ko: ({ register, value }, say) => `제수 ${say(register)}: ${say(value)}`,
  }),
  divisorNow: text<{ place: Said; value: Said }>({
    en: ({ place, value }, say) => `The divisor stands at ${say(place)}, which holds ${say(value)}.`,
    ko: ({ place, value }, say) => `제수의 위치 ${say(place)}: 값 ${say(value)}`,
  }),
  dividedByZero: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) => `${say(who)} divided by zero${at === undefined ? '' : ` at ${say(at)}`}.`,
    ko: ({ who, at }, say) => `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}0으로 나누었습니다`,
  }),
  quotient: text<{ who: Said; at?: Said }>({
    en: ({ who, at }, say) =>
      `${say(who)} divided${at === undefined ? '' : ` at ${say(at)}`}; the divisor was not 0: the quotient did not fit.`,
    ko: ({ who, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}나눗셈의 몫이 너무 컸습니다 (제수는 0이 아님)`,
  }),
});
