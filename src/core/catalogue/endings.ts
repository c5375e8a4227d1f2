import { subject, text, type Said } from './message.ts';

/** What is told of ends that the kernel came to by its own rules, and of what is left of modules that are gone. */
export const endings = subject('ending', {
  filesystemTitle: text<{ name: string }>({
    en: ({ name }) => `File system error: ${name} stopped the kernel`,
    ko: ({ name }) => `파일 시스템 오류로 커널 정지: ${name}`,
  }),
  filesystem: text<{ who: Said; name: string; device?: string; at?: Said }>({
    en: ({ who, name, device, at }, say) =>
      `${say(who)} came upon an error of ${name}${device === undefined ? '' : ` on ${device}`}${at === undefined ? '' : ` at ${say(at)}`}, and the file system is set to panic then (errors=panic).`,
    ko: ({ who, name, device, at }, say) =>
      `${say(who)}: ${at === undefined ? '' : `${say(at)}에서 `}${device === undefined ? '' : `${device}의 `}${name} 오류를 발견했고, 오류 시 패닉을 일으키는 설정(errors=panic)에 따라 커널이 멈췄습니다`,
  }),
  eaten: text<{ what: string; used: string; share: number }>({
    en: ({ what, used, share }) =>
      `${used} of memory, ${share} % of all, is in objects of the slab cache ${what} that cannot be reclaimed: the kernel itself, or a module, keeps them.`,
    ko: ({ what, used, share }) =>
      `회수할 수 없는 슬랩 캐시 ${what} 객체가 메모리 ${used}(전체의 ${share}%)를 차지하고 있습니다. 커널이나 모듈이 놓아주지 않는 메모리입니다`,
  }),
  process: text<{ comm: string; pid: number; used: string; share: number }>({
    en: ({ comm, pid, used, share }) => `${comm} (PID ${pid}) has ${used} of memory, ${share} % of all.`,
    ko: ({ comm, pid, used, share }) =>
      `${comm}(PID ${pid}) 프로세스가 메모리 ${used}(전체의 ${share}%)를 쓰고 있습니다`,
  }),
  areas: text<{ at: Said; count: number; used: string; share: number }>({
    en: ({ at, count, used, share }, say) =>
      `${used} of memory, ${share} % of all, is in ${count} vmalloc ${count === 1 ? 'area' : 'areas'} that ${say(at)} allocated.`,
    ko: ({ at, count, used, share }, say) =>
      `${say(at)}에서 할당한 vmalloc 영역 ${count}개가 메모리 ${used}(전체의 ${share}%)를 차지하고 있습니다`,
  }),
  unaccounted: text<{ used: string; share: number }>({
    en: ({ used, share }) =>
      `${used} of memory, ${share} % of all, is in none of the kernel's accounts (free, processes, page cache, slab, vmalloc, page tables, stacks): code that takes pages straight from the page allocator keeps them.`,
    ko: ({ used, share }) =>
      `메모리 ${used}(전체의 ${share}%)는 커널의 어느 집계(여유, 프로세스, 페이지 캐시, 슬랩, vmalloc, 페이지 테이블, 스택)에도 없습니다. 페이지 할당자에서 직접 페이지를 받아 간 코드가 쥐고 있는 메모리입니다`,
  }),
  unloaded: text<{ address: Said; module: Said }>({
    en: ({ address, module }, say) =>
      `${say(address)} lies where modules are loaded, and no module is there: the one that was unloaded last, ${say(module)}, may have left it behind (a timer, a callback, a list entry).`,
    ko: ({ address, module }, say) =>
      `${say(address)}: 모듈이 로드되는 영역이지만 그 자리에 모듈이 없습니다. 마지막으로 언로드된 ${say(module)} 모듈이 남긴 것(타이머, 콜백, 리스트 항목)일 수 있습니다`,
  }),
});
