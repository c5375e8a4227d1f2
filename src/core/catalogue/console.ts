import { subject, text } from './message.ts';

/** What a console line may be refused for: pipes, redirections, filters. */
export const consoleWords = subject('console', {
  noCommandAfterBar: text({
    en: 'There is no command after the bar.',
    ko: '파이프(|) 뒤에 명령이 없습니다.',
  }),
  noCommandBeforeBar: text({
    en: 'There is no command before the bar.',
    ko: '파이프(|) 앞에 명령이 없습니다.',
  }),
  noFile: text<{ sign: string }>({
    en: ({ sign }) => `There is no file name after ${sign}.`,
    ko: ({ sign }) => `${sign} 뒤에 파일 이름이 없습니다.`,
  }),
  twoFiles: text<{ first: string; second: string }>({
    en: ({ first, second }) => `The output cannot go to both ${first} and ${second}; name one file.`,
    ko: ({ first, second }) =>
      `출력을 ${first} 파일과 ${second} 파일에 함께 쓸 수 없습니다. 하나만 지정하세요.`,
  }),
  afterFile: text<{ rest: string }>({
    en: ({ rest }) => `"${rest}" stands after the file name; put names with blanks in quotes.`,
    ko: ({ rest }) => `파일 이름 뒤에 "${rest}" 부분이 남았습니다. 공백이 있는 이름은 따옴표로 묶으세요.`,
  }),
  openQuote: text<{ quote: string }>({
    en: ({ quote }) => `The quotation mark ${quote} is never closed.`,
    ko: ({ quote }) => `따옴표 ${quote} 짝이 맞지 않습니다.`,
  }),
  noFilter: text<{ name: string; known: string }>({
    en: ({ name, known }) =>
      `${name}: there is no such program here to pipe into; built in are ${known}. The command line (oopscope -c) pipes into programs of the system too.`,
    ko: ({ name, known }) =>
      `${name}: 여기서는 파이프로 연결할 수 없는 프로그램입니다. 내장 필터: ${known}. 명령줄(oopscope -c)에서는 시스템의 프로그램도 쓸 수 있습니다.`,
  }),
  nothingTyped: text({
    en: 'Nothing was typed before; there is no line to run again.',
    ko: '이전에 입력한 명령이 없어 다시 실행할 수 없습니다.',
  }),
  noSuchLine: text<{ which: string }>({
    en: ({ which }) =>
      /^\d+$/.test(which)
        ? `No line has the number ${which}; "h" lists what was typed.`
        : `No line that was typed begins with "${which}"; "h" lists them.`,
    ko: ({ which }) =>
      /^\d+$/.test(which)
        ? `${which}번 명령이 기록에 없습니다. "h" 명령으로 입력 기록을 볼 수 있습니다.`
        : `입력 기록 중 "${which}" 부분으로 시작하는 명령이 없습니다. "h" 명령으로 입력 기록을 볼 수 있습니다.`,
  }),
  noShellCommand: text({
    en: 'There is no command after "!"; say which program to run: !ls.',
    ko: '"!" 뒤에 명령이 없습니다. 실행할 프로그램을 지정하세요: !ls',
  }),
  shellsSign: text<{ sign: string }>({
    en: ({ sign }) =>
      `"${sign}" is of a shell and means nothing here; put text into a file with "> FILE" at the end.`,
    ko: ({ sign }) =>
      `"${sign}" 기호는 셸 문법이라 여기서는 쓸 수 없습니다. 파일에 저장하려면 끝에 "> 파일"을 붙이세요.`,
  }),
  noShell: text<{ command: string }>({
    en: ({ command }) =>
      `!${command}: programs of the system cannot be run from the page; the command line (oopscope --console) can.`,
    ko: ({ command }) =>
      `!${command}: 이 페이지에서는 시스템 프로그램을 실행할 수 없습니다. 명령줄(oopscope --console)에서는 가능합니다.`,
  }),
  noInput: text<{ file: string }>({
    en: ({ file }) =>
      `The page cannot read ${file}; paste the commands, or use the command line (oopscope -i FILE).`,
    ko: ({ file }) =>
      `이 페이지에서는 ${file} 파일을 읽을 수 없습니다. 명령을 붙여 넣거나 명령줄(oopscope -i FILE)을 사용하세요.`,
  }),
  unknownOption: text<{ filter: string; option: string; usage: string }>({
    en: ({ filter, option, usage }) => `${filter}: the option ${option} is not known here. Usage: ${usage}`,
    ko: ({ filter, option, usage }) => `${filter}: ${option} 옵션은 지원하지 않습니다. 사용법: ${usage}`,
  }),
  needsNumber: text<{ filter: string; option: string; given: string }>({
    en: ({ filter, option, given }) =>
      given === ''
        ? `${filter}: ${option} needs a number after it.`
        : `${filter}: ${option} needs a number; "${given}" is none.`,
    ko: ({ filter, option, given }) =>
      given === ''
        ? `${filter}: ${option} 뒤에 숫자가 필요합니다.`
        : `${filter}: ${option} 값 "${given}" 부분이 숫자가 아닙니다.`,
  }),
  needsValue: text<{ filter: string; option: string }>({
    en: ({ filter, option }) => `${filter}: ${option} needs a value after it.`,
    ko: ({ filter, option }) => `${filter}: ${option} 뒤에 값이 필요합니다.`,
  }),
  tooManyWords: text<{ filter: string; word: string; usage: string }>({
    en: ({ filter, word, usage }) =>
      `${filter}: "${word}" is not understood; files cannot be read here. Usage: ${usage}`,
    ko: ({ filter, word, usage }) =>
      `${filter}: "${word}" 부분을 해석할 수 없습니다. 여기서는 파일을 읽지 않습니다. 사용법: ${usage}`,
  }),
  noPattern: text<{ usage: string }>({
    en: ({ usage }) => `grep: there is no pattern. Usage: ${usage}`,
    ko: ({ usage }) => `grep: 패턴이 없습니다. 사용법: ${usage}`,
  }),
  badPattern: text<{ filter: string; pattern: string }>({
    en: ({ filter, pattern }) => `${filter}: "${pattern}" is not a regular expression.`,
    ko: ({ filter, pattern }) => `${filter}: "${pattern}" 부분은 올바른 정규식이 아닙니다.`,
  }),
  badProgram: text<{ program: string; at: string }>({
    en: ({ program, at }) =>
      `awk: only [CONDITION] { print FIELDS } and { SUM += FIELD } END { print SUM } are understood here, with /PATTERN/, $1, $NF, NR, NF, "text" and comparisons; "${at || program}" is not.`,
    ko: ({ program, at }) =>
      `awk: 여기서는 [조건] { print 필드 }와 { 합계 += 필드 } END { print 합계 } 형식만 지원합니다(/패턴/, $1, $NF, NR, NF, "문자열", 비교). "${at || program}" 부분은 해석할 수 없습니다.`,
  }),
  badList: text<{ list: string }>({
    en: ({ list }) => `cut: "${list}" is not a list of fields; one looks like 1,3-5,7-.`,
    ko: ({ list }) => `cut: "${list}" 부분은 필드 목록이 아닙니다. 예: 1,3-5,7-`,
  }),
});
