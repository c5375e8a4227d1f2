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
  unloaded: text<{ address: Said; module: Said }>({
    en: ({ address, module }, say) =>
      `${say(address)} lies where modules are loaded, and no module is there: the one that was unloaded last, ${say(module)}, may have left it behind (a timer, a callback, a list entry).`,
    ko: ({ address, module }, say) =>
      `${say(address)}: 모듈이 로드되는 영역이지만 그 자리에 모듈이 없습니다. 마지막으로 언로드된 ${say(module)} 모듈이 남긴 것(타이머, 콜백, 리스트 항목)일 수 있습니다`,
  }),
});
