/** One command of a line, and where its text goes: into a shell pipeline, a file, or out. */
export interface Step {
  readonly command: string;
  /** The shell command after the first bar, as typed. */
  readonly pipe?: string;
  readonly file?: { readonly path: string; readonly append: boolean };
}

/**
 * Takes a line apart as crash does (crash(8), "COMMAND LINE INPUT"): semicolons between commands, a bar or an arrow
 * after one. In quotes and parentheses ("eval (1 | 2)") they mean nothing.
 */
export function splitLine(line: string): Step[] {
  const steps: Step[] = [];
  for (const part of pieces(line, ';')) {
    const text = part.trim();
    if (text === '' || text.startsWith('#')) continue;
    steps.push(text.startsWith('!') ? { command: '', pipe: text.slice(1).trim() } : stepOf(text));
  }
  return steps;
}

function stepOf(text: string): Step {
  // C's "->" is no redirection.
  const at = outside(text, (character, i) => character === '|' || (character === '>' && text[i - 1] !== '-'));
  if (at < 0) return { command: text };
  const command = text.slice(0, at).trim();
  if (text[at] === '|') return { command, pipe: text.slice(at + 1).trim() };
  const append = text[at + 1] === '>';
  return { command, file: { path: text.slice(at + (append ? 2 : 1)).trim(), append } };
}

/** `text` at every `separator` that stands outside of quotes and parentheses; what follows a bar is the shell's. */
function pieces(text: string, separator: string): string[] {
  const found: string[] = [];
  let rest = text;
  for (;;) {
    const at = outside(rest, (character) => character === separator);
    if (at < 0) return [...found, rest];
    found.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
}

/** Index of the first character that `wanted` takes, outside of quotes, brackets and parentheses; -1 when there is none. */
function outside(text: string, wanted: (character: string, index: number) => boolean): number {
  let quote = '';
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quote) {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'")
      quote = text.indexOf(character, i + 1) > 0 ? character : '';
    else if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0 && wanted(character, i)) return i;
  }
  return -1;
}
