import { subject } from '../../core/catalogue/message.ts';

/** What `oopscope --help` prints. */
export const help = subject('cli-help', {
  text: {
    en: `oopscope says why a Linux kernel died, from its vmcore alone.

  oopscope [options] DUMP [MORE FILES]     the verdict, then what could not be checked; - is standard input

  -c, --command 'ps; bt -a'   commands as in crash, and their text; may be given more than once
  -i, --input FILE            commands from a file, - for standard input
      --console               a prompt with history and completion
      --json                  with -c: rows as JSON lines; alone: the verdict as JSON
      --report html|md|json   the verdict as a report
  -o, --output FILE           where the report goes (else to standard output)
      --force                 replace files that are already there
      --redact WHAT           remove all, or some of host,user,file,ip,mac,mail,id,key,ssid,hardware,
                              cmdline,strings; the same name has the same pseudonym everywhere
      --lang en|ko            language of everything oopscope itself says (default: from LANG)
      --color auto|always|never
      --timings               how long each step took, on standard error
      --version, -h, --help

MORE FILES are told by their content. Commands may be piped and redirected: -c 'log | grep -i oops', -c 'ps > ps.txt'.
A file that is there is replaced by >! only, >> adds to it; the arrow of C (p init_task->comm) is no redirection.
"-c help" lists the commands, "-c 'help bt'" explains one.

Exit status: 0 answered; 1 opened, but something could not be answered (standard error says what);
2 not openable, or wrong usage.

  oopscope vmcore
  oopscope -c 'log | tail -40; bt -a; ps -m' vmcore
  oopscope --report html -o report.html --redact all vmcore
  oopscope DDRCS0.BIN@0x80000000 DDRCS1.BIN@0x880000000
`,
    ko: `oopscope는 vmcore 하나만으로 리눅스 커널이 죽은 원인을 알려 줍니다.

  oopscope [옵션] 덤프 [추가 파일]         판정과, 확인하지 못한 것을 출력합니다. -는 표준 입력입니다

  -c, --command 'ps; bt -a'   crash 명령을 실행하고 결과를 출력합니다. 여러 번 지정할 수 있습니다
  -i, --input FILE            파일에서 명령을 읽습니다. -는 표준 입력입니다
      --console               기록과 자동 완성을 지원하는 프롬프트
      --json                  -c와 함께 쓰면 결과 행을 JSON으로, 단독으로 쓰면 판정을 JSON으로 출력합니다
      --report html|md|json   판정을 보고서로 만듭니다
  -o, --output FILE           보고서를 저장할 파일(생략하면 표준 출력)
      --force                 이미 있는 파일을 덮어쓰기
      --redact WHAT           민감한 정보를 제거합니다. all 또는 host,user,file,ip,mac,mail,id,key,ssid,
                              hardware,cmdline,strings 중 선택. 같은 이름은 항상 같은 가명으로 바뀝니다
      --lang en|ko            oopscope가 출력하는 문장의 언어(기본값: LANG 환경 변수)
      --color auto|always|never
      --timings               단계별 소요 시간을 표준 오류로 출력합니다
      --version, -h, --help

추가 파일의 종류는 내용으로 판별합니다. 명령은 파이프와 리다이렉션을 지원합니다: -c 'log | grep -i oops', -c 'ps > ps.txt'
명령 목록은 "-c help", 명령 설명은 "-c 'help bt'"로 확인하세요.

종료 코드: 0 모두 출력함, 1 덤프를 열었지만 일부를 출력하지 못함(이유는 표준 오류에 출력),
2 덤프를 열 수 없거나 사용법이 잘못됨

  oopscope vmcore
  oopscope -c 'log | tail -40; bt -a; ps -m' vmcore
  oopscope --report html -o report.html --redact all vmcore
  oopscope DDRCS0.BIN@0x80000000 DDRCS1.BIN@0x880000000
`,
  },
});
