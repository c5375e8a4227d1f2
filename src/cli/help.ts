/** What `oopscope --help` prints. */
export const HELP = `oopscope says why a Linux kernel died, from its vmcore alone.

  oopscope [options] DUMP [MORE FILES]     the verdict, then what could not be checked

  -c, --command 'ps; bt -a'   commands as in crash, and their text; may be given more than once
  -i, --input FILE            commands from a file, - for standard input
      --console               a prompt with history and completion
      --json                  with -c: rows as JSON lines; alone: the verdict as JSON
      --report html|md|json   the verdict as a report
  -o, --output FILE           where the report goes (else to standard output)
      --redact WHAT           take out all, or some of host,ip,mac,cmdline,strings
      --lang en|ko            language of the frame around the answers
      --color auto|always|never
      --timings               how long each step took, on standard error
      --version, -h, --help

MORE FILES are told by their content. Commands may be piped and redirected: -c 'log | grep -i oops', -c 'ps > ps.txt'.
"-c help" lists the commands, "-c 'help bt'" explains one.

Exit status: 0 answered; 1 opened, but something could not be answered (standard error says what);
2 not openable, or wrong usage.

  oopscope vmcore
  oopscope -c 'log | tail -40; bt -a; ps -m' vmcore
  oopscope --report html -o report.html --redact all vmcore
`;
