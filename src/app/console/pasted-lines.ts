/** The prompt of crash or of our own command line, as articles and tickets show it. */
const PROMPT = /^\s*(?:crash|oopscope)>[ \t]*/;
/** More lines than this are no commands that somebody has written down. */
const MAX_LINES = 60;

/** `line` without a prompt that was copied along with it. */
export function withoutPrompt(line: string): string {
  return line.replace(PROMPT, '');
}

/**
 * The commands in `text` of several lines that is pasted at the prompt: where some begin with a prompt those, without
 * it, for the others are their answers; else every line. `rest`: the last line, where no end of line follows it: it
 * waits to be confirmed, as in a terminal. Undefined where `text` is one line, or too many.
 */
export function pastedCommands(text: string): { readonly run: string[]; readonly rest: string } | undefined {
  const lines = text.split(/\r\n?|\n/);
  if (lines.length < 2) return undefined;
  const ends = lines.at(-1)?.trim() === '';
  const prompted = lines.filter((line) => PROMPT.test(line));
  const commands = (prompted.length > 0 ? prompted : lines)
    .map((line) => withoutPrompt(line).trim())
    .filter((line) => line !== '');
  if (commands.length > MAX_LINES) return undefined;
  const waits = !ends && (prompted.length === 0 || prompted.at(-1) === lines.at(-1));
  return waits ? { run: commands.slice(0, -1), rest: commands.at(-1) ?? '' } : { run: commands, rest: '' };
}
