import { subject, text, type Message, type Said } from './message.ts';

const list = (parts: readonly (Message | string)[], say: (said: Said) => string): string =>
  parts.map(say).join(', ');

/** Errors that hardware reported, in words: machine checks, firmware (APEI), PCI Express (AER), memory controllers (EDAC), GPUs. */
export const hardware = subject('hardware', {
  // Who tells.
  bank: text<{ bank: number; cpu?: number; status: string; flags: string }>({
    en: ({ bank, cpu, status, flags }) =>
      `Machine check bank ${bank}${cpu === undefined ? '' : ` of CPU ${cpu}`} (status ${status}: ${flags})`,
    ko: ({ bank, cpu, status, flags }) =>
      `머신 체크 뱅크 ${bank}${cpu === undefined ? '' : `, CPU ${cpu}`} (상태 ${status}: ${flags})`,
  }),
  firmware: text<{ source?: string; section?: string }>({
    en: ({ source, section }) =>
      `The firmware (APEI${source === undefined ? '' : ` source ${source}`})${section ? `, ${section}` : ''}`,
    ko: ({ source, section }) =>
      `펌웨어(APEI${source === undefined ? '' : ` 소스 ${source}`})${section ? `, ${section}` : ''}`,
  }),
  pcie: text<{ device: string }>({
    en: ({ device }) => `PCI Express (AER), device ${device}`,
    ko: ({ device }) => `PCI Express(AER), 장치 ${device}`,
  }),
  edac: text<{ controller: string }>({
    en: ({ controller }) => `Memory controller ${controller} (EDAC)`,
    ko: ({ controller }) => `메모리 컨트롤러 ${controller}(EDAC)`,
  }),
  gpu: text<{ device: string }>({
    en: ({ device }) => `NVIDIA driver, GPU ${device}`,
    ko: ({ device }) => `NVIDIA 드라이버, GPU ${device}`,
  }),
  memoryFailure: text({ en: 'The kernel gave up a page of memory', ko: '커널이 메모리 페이지를 폐기함' }),
  processor: text({ en: 'The processor raised a machine check', ko: '프로세서가 머신 체크를 일으킴' }),
  // How bad.
  corrected: text({ en: 'corrected', ko: '정정됨' }),
  deferred: text({
    en: 'deferred: bad data was found before anybody used it',
    ko: '지연됨(아직 쓰이지 않은 손상 데이터)',
  }),
  noAction: text({
    // S and AR say so only where MCG_CAP has SER_P, which logs do not tell.
    en: 'uncorrected (no action required, if the CPU supports software recovery)',
    ko: '정정 불가(소프트웨어 복구를 지원하는 CPU라면 조치 불필요)',
  }),
  optional: text({
    en: 'uncorrected, action optional (not yet used)',
    ko: '정정 불가, 조치 선택(아직 쓰이지 않음)',
  }),
  required: text({
    en: 'uncorrected, action required: the CPU was about to use the data',
    ko: '정정 불가, 조치 필수(CPU가 그 데이터를 쓰려던 참)',
  }),
  uncorrected: text({ en: 'uncorrected', ko: '정정 불가' }),
  nonFatal: text({ en: 'uncorrected, not fatal', ko: '정정 불가, 치명적이지 않음' }),
  fatal: text({ en: 'fatal', ko: '치명적' }),
  context: text({
    en: 'uncorrected, and the state of the CPU is lost: no way to go on',
    ko: '정정 불가, CPU 상태까지 손상되어 계속 실행할 수 없음',
  }),
  info: text({ en: 'informational', ko: '정보' }),
  invalid: text({ en: 'not valid: the bank holds no error', ko: '유효하지 않음(뱅크에 오류 없음)' }),
  // What: MCA error codes.
  none: text({ en: 'no error', ko: '오류 없음' }),
  unclassified: text({ en: 'unclassified error', ko: '분류되지 않은 오류' }),
  microcode: text({ en: 'parity error in the microcode ROM', ko: '마이크로코드 ROM 패리티 오류' }),
  external: text({
    en: 'error outside the CPU: another processor raised BINIT#',
    ko: '외부 오류(다른 프로세서의 BINIT#)',
  }),
  redundancy: text({ en: 'functional redundancy check error', ko: '기능 이중화 검사(FRC) 오류' }),
  internalParity: text({ en: 'internal parity error', ko: '내부 패리티 오류' }),
  smm: text({ en: 'SMM handler left its code', ko: 'SMM 핸들러 코드 접근 위반' }),
  timer: text({
    en: 'internal timer error: an instruction did not retire for too long',
    ko: '내부 타이머 오류(명령어가 오래 완료되지 않음)',
  }),
  io: text({ en: 'I/O error inside the processor', ko: '프로세서 내부 I/O 오류' }),
  internal: text({ en: 'internal error of the processor', ko: '프로세서 내부 오류' }),
  tlb: text<{ kind: Message; level: string }>({
    en: ({ kind, level }, say) => `TLB error (${say(kind)}, ${level})`,
    ko: ({ kind, level }, say) => `TLB 오류(${say(kind)}, ${level})`,
  }),
  cacheLevel: text<{ level: string }>({
    en: ({ level }) => `cache hierarchy error (${level})`,
    ko: ({ level }) => `캐시 계층 오류(${level})`,
  }),
  cache: text<{ request: Message; kind: Message; level: string }>({
    en: ({ request, kind, level }, say) => `cache error: ${say(request)}, ${say(kind)}, ${level}`,
    ko: ({ request, kind, level }, say) => `캐시 오류: ${say(request)}, ${say(kind)}, ${level}`,
  }),
  controller: text<{ work: Message; channel?: number }>({
    en: ({ work, channel }, say) =>
      `memory controller error: ${say(work)}${channel === undefined ? '' : `, channel ${channel}`}`,
    ko: ({ work, channel }, say) =>
      `메모리 컨트롤러 오류: ${say(work)}${channel === undefined ? '' : `, 채널 ${channel}`}`,
  }),
  cachedMemory: text<{ work: Message; channel?: number }>({
    en: ({ work, channel }, say) =>
      `error of memory used as cache: ${say(work)}${channel === undefined ? '' : `, channel ${channel}`}`,
    ko: ({ work, channel }, say) =>
      `캐시로 쓰는 메모리의 오류: ${say(work)}${channel === undefined ? '' : `, 채널 ${channel}`}`,
  }),
  bus: text<{ part: Message; request: Message; target: Message; level: string; timeout: boolean }>({
    en: ({ part, request, target, level, timeout }, say) =>
      `bus or interconnect error: ${say(part)}, ${say(request)}, ${say(target)}, ${level}${timeout ? ', timed out' : ''}`,
    ko: ({ part, request, target, level, timeout }, say) =>
      `버스·인터커넥트 오류: ${say(part)}, ${say(request)}, ${say(target)}, ${level}${timeout ? ', 시간 초과' : ''}`,
  }),
  otherCode: text<{ code: string }>({
    en: ({ code }) => `error code ${code}`,
    ko: ({ code }) => `오류 코드 ${code}`,
  }),
  instruction: text({ en: 'instructions', ko: '명령어' }),
  data: text({ en: 'data', ko: '데이터' }),
  generic: text({ en: 'instructions or data', ko: '명령어 또는 데이터' }),
  anyRequest: text({ en: 'any request', ko: '일반 요청' }),
  read: text({ en: 'read', ko: '읽기' }),
  write: text({ en: 'write', ko: '쓰기' }),
  dataRead: text({ en: 'data read', ko: '데이터 읽기' }),
  dataWrite: text({ en: 'data write', ko: '데이터 쓰기' }),
  fetch: text({ en: 'instruction fetch', ko: '명령어 인출' }),
  prefetch: text({ en: 'prefetch', ko: '프리페치' }),
  evict: text({ en: 'eviction', ko: '캐시 축출' }),
  snoop: text({ en: 'snoop', ko: '스누프' }),
  address: text({ en: 'address or command', ko: '주소·명령' }),
  scrub: text({ en: 'scrubbing', ko: '스크러빙' }),
  anyWork: text({ en: 'any request', ko: '일반 요청' }),
  source: text({ en: 'asked for by this CPU', ko: '이 CPU가 요청함' }),
  responder: text({ en: 'answered by this CPU', ko: '이 CPU가 응답함' }),
  observer: text({ en: 'seen by this CPU', ko: '이 CPU가 관찰함' }),
  anyPart: text({ en: 'any part', ko: '참여자 불명' }),
  memoryAccess: text({ en: 'memory access', ko: '메모리 접근' }),
  ioAccess: text({ en: 'I/O', ko: 'I/O 접근' }),
  otherAccess: text({ en: 'other access', ko: '기타 접근' }),
  overflow: text({ en: 'further errors were lost', ko: '뒤이은 오류는 기록되지 못함' }),
  poison: text({ en: 'poisoned data was used', ko: '포이즌 데이터를 사용함' }),
  said: text<{ words: string }>({ en: ({ words }) => words, ko: ({ words }) => `원문 "${words}"` }),
  names: text<{ names: readonly string[] }>({
    en: ({ names }) => names.join(', '),
    ko: ({ names }) => `${names.join(', ')} 오류`,
  }),
  xid: text<{ number: number; words: string }>({
    en: ({ number, words }) => `Xid ${number}${words === '' ? '' : ` (${words})`}`,
    ko: ({ number, words }) => `Xid ${number} 오류${words === '' ? '' : ` (${words})`}`,
  }),
  // The whole.
  error: text<{
    source: Message;
    severity: Message;
    what: readonly Message[];
    place?: string;
    address?: string;
    count: number;
  }>({
    en: ({ source, severity, what, place, address, count }, say) =>
      `${say(source)}: ${say(severity)}${what.length === 0 ? '' : `; ${list(what, say)}`}${place ? `; at ${place}` : ''}${address ? `; address ${address}` : ''}${count > 1 ? ` (${count} times)` : ''}.`,
    ko: ({ source, severity, what, place, address, count }, say) =>
      `하드웨어 오류 - ${say(source)}: ${say(severity)}${what.length === 0 ? '' : `; ${list(what, say)}`}${place ? `; 위치 ${place}` : ''}${address ? `; 주소 ${address}` : ''}${count > 1 ? ` (${count}회)` : ''}`,
  }),
  title: text({
    en: 'The hardware reported errors; the kernel went on',
    ko: '하드웨어가 오류를 보고함(커널은 계속 실행됨)',
  }),
  correctedTitle: text({
    en: 'The hardware reported errors that were corrected',
    ko: '하드웨어가 정정된 오류를 보고함',
  }),
  sentence: text<{ errors: number; line: Said }>({
    en: ({ errors, line }, say) =>
      `No crash in this log; the hardware reported ${errors === 1 ? 'an error' : `${errors} errors`}, the first: "${say(line)}"`,
    ko: ({ errors, line }, say) =>
      `이 로그에 크래시는 없고 하드웨어 오류 보고가 ${errors}건 있습니다. 처음 보고: "${say(line)}"`,
  }),
  guest: text<{ name: string }>({
    en: ({ name }) =>
      `In a guest of ${name} such errors come from the hypervisor or the host: check the host's log and hardware.`,
    ko: ({ name }) =>
      `${name} 게스트에 나타난 오류는 하이퍼바이저나 호스트가 전달한 것입니다. 호스트의 로그와 하드웨어를 확인하세요`,
  }),
  blame: text<{ name: Said }>({
    en: ({ name }, say) => `The hardware itself reported the error: ${say(name)}.`,
    ko: ({ name }, say) => `하드웨어가 직접 보고한 오류입니다: ${say(name)}`,
  }),
  perhaps: text<{ name: Said }>({
    en: ({ name }, say) => `The error is of ${say(name)}; a driver or a program may have caused it.`,
    ko: ({ name }, say) => `오류가 난 곳: ${say(name)}. 드라이버나 프로그램이 원인일 수도 있습니다`,
  }),
  unproven: text({
    en: 'No bank or record was decoded in the log: a hardware fault is likely, not proven.',
    ko: '로그에 해독된 뱅크나 기록이 없어 하드웨어 결함은 유력할 뿐 증명되지는 않습니다',
  }),
});
