import { subject, text, type Message } from '../../core/catalogue/message.ts';

/** The command line was not used as it can be used. */
export const usage = subject('cli-usage', {
  noDump: { en: 'Say which dump to open.', ko: '열 덤프 파일을 지정하세요.' },
  noOption: text<{ option: string }>({
    en: ({ option }) => `There is no option ${option}.`,
    ko: ({ option }) => `${option} 옵션은 없습니다.`,
  }),
  noValueTaken: text<{ option: string }>({
    en: ({ option }) => `${option} takes no value.`,
    ko: ({ option }) => `${option} 옵션에는 값을 지정할 수 없습니다.`,
  }),
  valueNeeded: text<{ option: string }>({
    en: ({ option }) => `${option} needs a value after it.`,
    ko: ({ option }) => `${option} 옵션 뒤에 값을 지정해야 합니다.`,
  }),
  oneOf: text<{ option: string; known: string; given: string }>({
    en: ({ option, known, given }) => `${option} is one of ${known}, not "${given}".`,
    ko: ({ option, known, given }) =>
      `${option} 옵션의 값은 ${known} 중 하나여야 합니다("${given}" 사용 불가).`,
  }),
  redact: text<{ known: string }>({
    en: ({ known }) => `--redact is "all" or some of ${known}.`,
    ko: ({ known }) => `--redact 옵션에는 "all" 또는 다음 중에서 골라 지정하세요: ${known}`,
  }),
  reportAlone: {
    en: '--report tells of the verdict; give it without -c, -i and --console.',
    ko: '--report는 판정을 보고서로 만드는 옵션입니다. -c, -i, --console과 함께 쓸 수 없습니다.',
  },
  reportOrJson: {
    en: '--report and --json are two outputs; for a report in JSON say --report json.',
    ko: '--report와 --json은 함께 쓸 수 없습니다. JSON 보고서는 --report json으로 지정하세요.',
  },
  consoleOrJson: {
    en: '--json cannot be had at the console; give commands with -c.',
    ko: '콘솔에서는 --json을 쓸 수 없습니다. 명령을 -c로 지정하세요.',
  },
  outputAlone: {
    en: '--output names the file of a report; give --report html, md or json too.',
    ko: '--output은 보고서를 저장할 파일입니다. --report html, md, json 중 하나를 함께 지정하세요.',
  },
  seeHelp: text<{ wrong: Message }>({
    en: ({ wrong }, say) => `${say(wrong)} "oopscope --help" lists the options.`,
    ko: ({ wrong }, say) => `${say(wrong)} 전체 옵션은 "oopscope --help"로 확인하세요.`,
  }),
});

/** What could not be done with files, pipes and the program itself. */
export const complaints = subject('cli-complaints', {
  fault: text<{ message: string; place?: string }>({
    en: ({ message, place }) =>
      `A fault in oopscope itself: ${message}${place ? ` (at ${place})` : ''}. Please report it.`,
    ko: ({ message, place }) =>
      `oopscope 자체의 오류입니다: ${message}${place ? ` (위치: ${place})` : ''}. 개발팀에 알려 주세요.`,
  }),
  noVerdict: text<{ why: Message }>({
    en: ({ why }, say) => `There is no verdict: ${say(why)}`,
    ko: ({ why }, say) => `판정할 수 없습니다: ${say(why)}`,
  }),
  noHostname: text<{ why: Message }>({
    en: ({ why }, say) => `The host name cannot be determined, so it cannot be redacted: ${say(why)}`,
    ko: ({ why }, say) => `호스트 이름을 알아낼 수 없어 제거하지 못합니다: ${say(why)}`,
  }),
  commandsUnreadable: text<{ path: string; code: string }>({
    en: ({ path, code }) =>
      `The commands in ${path === '-' ? 'standard input' : path} cannot be read (${code}).`,
    ko: ({ path, code }) => `${path === '-' ? '표준 입력' : path}에서 명령을 읽을 수 없습니다(${code}).`,
  }),
  noCommands: text<{ path: string }>({
    en: ({ path }) =>
      `${path} is no text of commands (it is too large, or has bytes that no text has); nothing of it was run.`,
    ko: ({ path }) =>
      `${path} 파일은 너무 크거나 명령을 담은 텍스트가 아니어서 아무것도 실행하지 않았습니다.`,
  }),
  pipeFailed: text<{ command: string; why: string }>({
    en: ({ command, why }) => `"${command}" could not be run: ${why}.`,
    ko: ({ command, why }) => `"${command}" 명령을 실행하지 못했습니다: ${why}`,
  }),
  outputFull: text<{ code: string }>({
    en: ({ code }) => `There is no room for the output (${code}); what was written so far is cut off there.`,
    ko: ({ code }) => `출력을 쓸 공간이 없습니다(${code}). 지금까지 쓴 내용은 중간에서 끊겼습니다.`,
  }),
  fileExists: text<{ path: string }>({
    en: ({ path }) =>
      `${path} is already there and was left as it is; say >! (or --force) to replace it, >> to add to it.`,
    ko: ({ path }) =>
      `${path} 파일이 이미 있어 그대로 두었습니다. 덮어쓰려면 >!(또는 --force), 덧붙이려면 >>를 사용하세요.`,
  }),
  replaceFile: text<{ path: string }>({
    en: ({ path }) => `${path} is already there. Replace it? [y/N] `,
    ko: ({ path }) => `${path} 파일이 이미 있습니다. 덮어쓸까요? [y/N] `,
  }),
  fileIsRead: text<{ path: string }>({
    en: ({ path }) => `${path} is being read; nothing is written to it. Name another file.`,
    ko: ({ path }) => `${path} 파일은 지금 읽고 있는 입력 파일이라 쓰지 않습니다. 다른 이름을 지정하세요.`,
  }),
  fileIsDisk: text<{ path: string }>({
    en: ({ path }) => `${path} is a disk; nothing is written over what is on it. Name a file.`,
    ko: ({ path }) => `${path} 경로는 디스크 장치라 그 내용을 덮어쓰지 않습니다. 파일 이름을 지정하세요.`,
  }),
  commandsTooDeep: text<{ path: string }>({
    en: ({ path }) =>
      `${path} is not run: files of commands that run files of commands go no deeper than this.`,
    ko: ({ path }) =>
      `${path} 파일을 실행하지 않았습니다. 명령 파일이 명령 파일을 부르는 단계가 너무 깊습니다.`,
  }),
  fileUnwritable: text<{ path: string; code: string }>({
    en: ({ path, code }) => `${path} cannot be written (${code}).`,
    ko: ({ path, code }) => `${path} 파일에 쓸 수 없습니다(${code}).`,
  }),
  noFile: text<{ path: string }>({
    en: ({ path }) => `There is no file ${path}; check the name.`,
    ko: ({ path }) => `${path} 파일이 없습니다. 이름을 확인하세요.`,
  }),
  nameNotUtf8: text<{ path: string }>({
    en: ({ path }) =>
      `${path} is not found by its name, which has bytes that are not UTF-8; link it under another name (ln -s), or pipe it: "oopscope - < FILE".`,
    ko: ({ path }) =>
      `${path}: 이름에 UTF-8이 아닌 바이트가 있어 파일을 찾을 수 없습니다. 다른 이름으로 링크하거나(ln -s) 표준 입력으로 주세요: "oopscope - < FILE".`,
  }),
  notPermitted: text<{ path: string }>({
    en: ({ path }) => `${path} may not be read by this user; dumps often belong to root.`,
    ko: ({ path }) => `${path} 파일을 읽을 권한이 없습니다. 덤프는 root 소유인 경우가 많습니다.`,
  }),
  notOpened: text<{ path: string; code: string }>({
    en: ({ path, code }) => `${path} cannot be opened (${code}).`,
    ko: ({ path, code }) => `${path} 파일을 열 수 없습니다(${code}).`,
  }),
  noTemporary: text<{ path: string; code: string }>({
    en: ({ path, code }) =>
      `${path}, into which the dump is unpacked, cannot be written (${code}); set TMPDIR to a folder with more room, or unpack the dump yourself.`,
    ko: ({ path, code }) =>
      `덤프의 압축을 풀 임시 파일 ${path}에 쓸 수 없습니다(${code}). 공간이 넉넉한 폴더를 TMPDIR로 지정하거나 직접 압축을 푸세요.`,
  }),
  notRegular: text<{ path: string }>({
    en: ({ path }) => `${path} is no regular file; give a dump that can be read at any place.`,
    ko: ({ path }) => `${path} 경로는 일반 파일이 아닙니다. 임의 위치에서 읽을 수 있는 덤프를 지정하세요.`,
  }),
  unreadableAt: text<{ name: string; offset: number; code: string }>({
    en: ({ name, offset, code }) =>
      `${name} cannot be read at offset ${offset} (${code}); is its disk still there?`,
    ko: ({ name, offset, code }) =>
      `${name} 파일의 오프셋 ${offset}에서 읽기에 실패했습니다(${code}). 디스크가 연결되어 있는지 확인하세요.`,
  }),
});
