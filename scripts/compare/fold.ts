/**
 * The lines of a command's answer in the form in which two answers are compared: blanks folded, empty lines,
 * file names and what only DWARF tells taken out (zoo/plan.tsv, column "note").
 */
export function fold(text: string, family: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && !/^(KERNEL|DUMPFILE|DEBUGINFO|DEBUG KERNEL):/.test(line))
    .filter((line) => !/^\[usage, not recorded\]$|^Usage: |^Enter "help /.test(line))
    .map((line) => withoutSourceLines(line, family))
    .map(withOwnNames);
}

/** "/usr/src/…/core.c: 6620" behind a symbol comes from DWARF. */
function withoutSourceLines(line: string, family: string): string {
  const cut = line.replace(/ (?:\/|\.\.?\/|debian\/)[\w./+-]+\.[chS]:? ?\d+$/, '');
  return family === 'sys'
    ? cut
        .replace(/^(\d+ [0-9a-f]{16} \w+) \S+\.[chS]:? ?\d+$/, '$1')
        .replace(/^NUM SYSTEM CALL FILE AND LINE NUMBER$/, 'NUM SYSTEM CALL')
    : cut;
}

/** crash does not read the names of a loading module's init text and prints _MODULE_INIT_START_name+offset. */
function withOwnNames(line: string): string {
  return line.replace(
    /_MODULE_INIT_(START|TEXT_START)_(\w+)/g,
    (_all, _start, name: string) => `${name}_init`,
  );
}
