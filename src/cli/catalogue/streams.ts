import { grouped, subject, text, type Message } from '../../core/catalogue/message.ts';

/** Files that can be read from beginning to end only, and others that are no files of a disk. */
export const streams = subject('cli-streams', {
  standardInput: { en: 'standard input', ko: '표준 입력' },
  reading: text<{ name: string; megabytes: number }>({
    en: ({ name, megabytes }) => `reading ${name}, ${grouped(megabytes)} MB so far`,
    ko: ({ name, megabytes }) => `${name} 읽는 중(${grouped(megabytes)}MB)`,
  }),
  waiting: text<{ name: string }>({
    en: ({ name }) => `waiting for somebody to write to ${name}`,
    ko: ({ name }) => `${name}에 데이터가 들어오기를 기다리는 중`,
  }),
  typed: {
    en: 'Reading a log from the terminal: paste it, then press Enter and Ctrl-D.',
    ko: '터미널에서 로그를 읽습니다. 붙여 넣은 뒤 Enter와 Ctrl-D를 누르세요.',
  },
  nobodyWrites: text<{ path: string; seconds: number }>({
    en: ({ path, seconds }) =>
      `${path} is a pipe that nobody has written to for ${seconds} seconds; start the writer, or give a file.`,
    ko: ({ path, seconds }) =>
      `${path} 파이프에 ${seconds}초 동안 아무도 쓰지 않았습니다. 쓰는 쪽을 먼저 실행하거나 파일을 지정하세요.`,
  }),
  isSocket: text<{ path: string }>({
    en: ({ path }) =>
      `${path} is a socket; pipe what it sends: "socat -u UNIX-CONNECT:${path} - | oopscope -".`,
    ko: ({ path }) =>
      `${path} 경로는 소켓입니다. 파이프로 연결하세요: "socat -u UNIX-CONNECT:${path} - | oopscope -"`,
  }),
  isDevice: text<{ path: string }>({
    en: ({ path }) =>
      `${path} is a device that has no beginning and no end; of a running kernel give "dmesg | oopscope -".`,
    ko: ({ path }) =>
      `${path} 경로는 시작과 끝이 없는 장치입니다. 실행 중인 커널이라면 "dmesg | oopscope -"를 사용하세요.`,
  }),
  unreadable: text<{ name: string | Message; code: string }>({
    en: ({ name, code }, say) => `${say(name)} cannot be read to its end (${code}).`,
    ko: ({ name, code }, say) => `${say(name)}: 끝까지 읽을 수 없습니다(${code}).`,
  }),
  inputTwice: {
    en: 'Standard input is either the dump (-) or the commands (-i -), not both.',
    ko: '표준 입력은 덤프(-)와 명령(-i -) 중 하나로만 쓸 수 있습니다.',
  },
  grown: text<{ file: string }>({
    en: ({ file }) =>
      `${file} has changed since it was opened: what was read before and after may not belong together.`,
    ko: ({ file }) => `${file} 파일이 여는 동안 바뀌었습니다. 앞뒤로 읽은 내용이 서로 맞지 않을 수 있습니다.`,
  }),
});
