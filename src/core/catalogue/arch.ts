import { subject, text } from './message.ts';

/** What machines cannot be read, what cannot be answered for one yet, and what is not told of where memory lies. */
export const arch = subject('arch', {
  unknownMachine: text<{ known: string }>({
    en: ({ known }) =>
      `Neither the file nor VMCOREINFO tells of which machine this dump is; oopscope reads those of ${known}.`,
    ko: ({ known }) =>
      `파일에도 VMCOREINFO에도 어떤 아키텍처의 덤프인지 나와 있지 않습니다. 읽을 수 있는 아키텍처: ${known}.`,
  }),
  foreignMachine: text<{ machine: string | undefined; elf: number; known: string }>({
    en: ({ machine, elf, known }) =>
      `This is the dump of a machine of ELF type ${elf}${machine === undefined ? '' : ` (${machine})`}; oopscope reads those of ${known}.`,
    ko: ({ machine, elf, known }) =>
      `${machine === undefined ? '' : `${machine} `}시스템의 덤프입니다(ELF e_machine ${elf}). 읽을 수 있는 아키텍처: ${known}.`,
  }),
  noStacks: text<{ machine: string }>({
    en: ({ machine }) => `stacks of ${machine} machines cannot be unwound yet`,
    ko: ({ machine }) => `${machine} 스택은 아직 풀 수 없습니다`,
  }),
  noRegisters: text<{ machine: string }>({
    en: ({ machine }) => `registers of ${machine} machines are not read yet`,
    ko: ({ machine }) => `${machine} 레지스터는 아직 읽을 수 없습니다`,
  }),
  noSyscalls: text<{ machine: string }>({
    en: ({ machine }) => `System calls of ${machine} machines are not known yet.`,
    ko: ({ machine }) => `${machine} 시스템 콜은 아직 알 수 없습니다.`,
  }),
  noVectors: text<{ machine: string }>({
    en: ({ machine }) => `The table of vectors of ${machine} machines is not read.`,
    ko: ({ machine }) => `${machine} 벡터 테이블은 읽지 않습니다.`,
  }),
  noHardware: text<{ machine: string }>({
    en: ({ machine }) => `What ${machine} kernels keep of their processors and firmware is not read.`,
    ko: ({ machine }) => `${machine} 커널의 프로세서·펌웨어 정보는 읽지 않습니다.`,
  }),
  noCode: text<{ machine: string }>({
    en: ({ machine }) => `Code of ${machine} machines cannot be disassembled yet; "rd" shows its bytes.`,
    ko: ({ machine }) =>
      `${machine} 코드는 아직 역어셈블할 수 없습니다. "rd" 명령으로 바이트를 볼 수 있습니다.`,
  }),
  noVerdict: text<{ machine: string }>({
    en: ({ machine }) =>
      `Dumps of ${machine} machines cannot be judged yet; commands such as log, ps, mod, struct, sym and rd answer.`,
    ko: ({ machine }) =>
      `${machine} 덤프의 원인은 아직 판정할 수 없습니다. log, ps, mod, struct, sym, rd 같은 명령은 쓸 수 있습니다.`,
  }),
  noPhysBase: text({
    en: 'Neither VMCOREINFO nor the header of the file gives phys_base, so nothing says where the kernel image lies in memory; the note is damaged or of a kernel older than 4.10.',
    ko: 'VMCOREINFO에도 파일 헤더에도 phys_base가 없어 커널 이미지의 물리 주소를 알 수 없습니다. 노트가 손상되었거나 4.10 이전 커널입니다.',
  }),
  noImageOffset: text({
    en: 'VMCOREINFO gives no kimage_voffset or no address of the kernel image, so nothing says where it lies in memory; the note is damaged or of a kernel older than 4.13.',
    ko: 'VMCOREINFO에 kimage_voffset이나 커널 이미지의 주소가 없어 이미지의 물리 주소를 알 수 없습니다. 노트가 손상되었거나 4.13 이전 커널입니다.',
  }),
  badGranule: text<{ pageSize: number; vaBits: number }>({
    en: ({ pageSize, vaBits }) =>
      `VMCOREINFO says that a page has ${pageSize} bytes and an address ${vaBits} bits (0: not told), which is no arm64 kernel's; the note is damaged or of a kernel older than 4.13.`,
    ko: ({ pageSize, vaBits }) =>
      `VMCOREINFO의 페이지 크기(${pageSize}바이트)와 주소 비트 수(${vaBits}, 0이면 없음)가 arm64 커널의 값이 아닙니다. 노트가 손상되었거나 4.13 이전 커널입니다.`,
  }),
});
