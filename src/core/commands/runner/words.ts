/**
 * The words of a command line as crash takes them: separated by blanks; 'single' and "double" quotes and
 * (parentheses) keep blanks within a word. Quotes are taken off, except single ones, which mark a regular
 * expression to ps and foreach and stay.
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line[at])) {
      at++;
      continue;
    }
    const start = at;
    const first = line[at];
    if (first === '"' || first === "'") {
      const end = line.indexOf(first, at + 1);
      at = end < 0 ? line.length : end + 1;
      words.push(first === "'" ? line.slice(start, at) : line.slice(start + 1, end < 0 ? at : at - 1));
      continue;
    }
    let depth = 0;
    while (at < line.length && (depth > 0 || !/\s/.test(line[at]))) {
      if (line[at] === '(') depth++;
      else if (line[at] === ')') depth = Math.max(0, depth - 1);
      at++;
    }
    words.push(line.slice(start, at));
  }
  return words;
}
