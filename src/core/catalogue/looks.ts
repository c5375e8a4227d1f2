import { subject, text } from './message.ts';

/** What a file that is no dump of a kernel is, and what to do. */
export const looksLikeSays = subject('file-is', {
  disk: text<{ kind: string }>({
    en: ({ kind }) =>
      `it is a disk or file system (${kind}); if a dump lies on it (/var/crash), mount it and give that file.`,
    ko: ({ kind }) =>
      `디스크 또는 파일 시스템 이미지(${kind})입니다. 그 안에 덤프(/var/crash)가 있으면 마운트한 뒤 그 파일을 지정하세요.`,
  }),
  kernel: text<{ kind: string }>({
    en: ({ kind }) => `it is a kernel as it is booted (${kind}), not a dump of one that ran.`,
    ko: ({ kind }) => `부팅용 커널 이미지(${kind})입니다. 실행 중이던 커널의 덤프가 아닙니다.`,
  }),
  firmware: text<{ kind: string }>({
    en: ({ kind }) => `it is firmware (${kind}), not memory of a running kernel.`,
    ko: ({ kind }) => `펌웨어(${kind})입니다. 실행 중이던 커널의 메모리가 아닙니다.`,
  }),
  windows: text<{ kind: string }>({
    en: ({ kind }) => `it is a dump of Windows (${kind}); WinDbg reads it.`,
    ko: ({ kind }) => `Windows 덤프(${kind})입니다. WinDbg로 여세요.`,
  }),
  userCore: {
    en: 'it is the core of a user-space process, not of a kernel; gdb reads it.',
    ko: '커널이 아니라 사용자 공간 프로세스의 코어 파일입니다. gdb로 여세요.',
  },
  packed: text<{ kind: string; command: string }>({
    en: ({ kind, command }) => `it is packed with ${kind}; unpack it with "${command}" first.`,
    ko: ({ kind, command }) => `${kind}로 압축된 파일입니다. 먼저 "${command}"로 압축을 푸세요.`,
  }),
  log: text<{ kind: string; command: string }>({
    en: ({ kind, command }) => `it is ${kind}; turn it into text with "${command}" and give that.`,
    ko: ({ kind, command }) => `${kind} 파일입니다. "${command}"로 텍스트로 바꿔 지정하세요.`,
  }),
  other: text<{ kind: string }>({
    en: ({ kind }) => `it is ${kind}, in which there is no memory of a kernel.`,
    ko: ({ kind }) => `${kind} 파일입니다. 커널 메모리가 들어 있지 않습니다.`,
  }),
  text: {
    en: 'it is text, but no kernel log was recognised in it.',
    ko: '텍스트 파일이지만 커널 로그로 인식되지 않습니다.',
  },
  zeros: {
    en: 'it begins with nothing but zeros: the dump was never written, or the copy failed.',
    ko: '0으로만 시작합니다. 덤프가 기록되지 않았거나 복사에 실패한 파일입니다.',
  },
});
