/** A setting of the console that set shows and changes. */
export interface Variable {
  readonly name: string;
  readonly initial: string;
  readonly about: string;
  /** The value to keep for what was typed; undefined when it makes no sense. */
  accept(text: string): string | undefined;
}

const ON_OFF: Readonly<Record<string, string>> = { on: 'on', off: 'off', '1': 'on', '0': 'off' };
const onOff = (name: string, initial: 'on' | 'off', about: string): Variable => ({
  name,
  initial,
  about,
  accept: (text) => ON_OFF[text.toLowerCase()],
});
const oneOf = (name: string, initial: string, about: string, values: readonly string[]): Variable => ({
  name,
  initial,
  about,
  accept: (text) => (values.includes(text) ? text : undefined),
});
const number = (name: string, initial: string, about: string, most: number): Variable => ({
  name,
  initial,
  about,
  accept: (text) => (/^\d{1,9}$/.test(text) && Number(text) <= most ? String(Number(text)) : undefined),
});
const fixed = (name: string, initial: string, about: string): Variable => ({
  name,
  initial,
  about,
  accept: () => undefined,
});

const NOTHING = 'accepted for scripts written for crash; changes nothing here';

/** The variables of crash 9, in the order in which it shows them; radix and scope have rules of their own (set.ts). */
export const VARIABLES: readonly Variable[] = [
  oneOf('scroll', 'off', NOTHING, ['on', 'off', 'less', 'more', 'CRASHPAGER']),
  fixed('radix', '10', 'base of numbers: 10 or 16'),
  onOff('refresh', 'on', NOTHING),
  number('print_max', '256', 'elements of arrays and characters of strings that are printed', 1 << 20),
  onOff('print_array', 'off', 'arrays one element to a line'),
  { name: 'console', initial: '(not assigned)', about: NOTHING, accept: (text) => text },
  number('debug', '0', NOTHING, 1000),
  onOff('core', 'off', NOTHING),
  onOff('hash', 'on', NOTHING),
  onOff('silent', 'off', NOTHING),
  oneOf('edit', 'vi', NOTHING, ['vi', 'emacs']),
  fixed('namelist', '(not needed)', 'symbols and types come from the dump'),
  fixed('dumpfile', '(this dump)', 'the opened file'),
  onOff('unwind', 'off', NOTHING),
  onOff('zero_excluded', 'off', 'pages left out of the dump read as zeros'),
  onOff('null-stop', 'off', 'character arrays end at the first NUL'),
  onOff('gdb', 'off', NOTHING),
  fixed('scope', '0 (not set)', 'text symbol whose module is asked first for types'),
  oneOf('offline', 'show', 'data of CPUs that are offline', ['show', 'hide']),
  onOff('redzone', 'on', NOTHING),
  { name: 'error', initial: 'default', about: NOTHING, accept: (text) => text },
];

/** The variable of crash called `name`; undefined when there is none. */
export function variable(name: string): Variable | undefined {
  return VARIABLES.find((each) => each.name === name);
}
