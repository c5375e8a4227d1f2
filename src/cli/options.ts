import { parseArgs } from 'node:util';
import { LANGUAGES, type Language } from '../core/catalogue/message.ts';
import { OopscopeError } from '../core/errors.ts';
import { streams } from './catalogue/streams.ts';
import { usage } from './catalogue/complaints.ts';
import type { ReportFormat } from '../core/report/report.ts';
import { SECRETS, type Secret } from '../core/report/secret.ts';

/** When the answer is coloured: on terminals (auto), always, or never. */
export type Colours = 'auto' | 'always' | 'never';

/** The command line, checked. */
export interface Options {
  /** The dump, then further files. */
  readonly files: readonly string[];
  /** Command lines in the order in which they were given. */
  readonly commands: readonly string[];
  /** Files with commands; '-' is standard input. */
  readonly inputs: readonly string[];
  readonly console: boolean;
  readonly json: boolean;
  readonly report?: ReportFormat;
  readonly output?: string;
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
  readonly redact: readonly Secret[];
  readonly lang: Language;
  readonly color: Colours;
  readonly timings: boolean;
  readonly version: boolean;
  readonly help: boolean;
}

/** The command line was not used as it can be used; what it says says how. */
export class UsageError extends OopscopeError {
  override name = 'UsageError';
}

const SPEC = {
  command: { type: 'string', short: 'c', multiple: true },
  input: { type: 'string', short: 'i', multiple: true },
  console: { type: 'boolean' },
  json: { type: 'boolean' },
  report: { type: 'string' },
  output: { type: 'string', short: 'o' },
  force: { type: 'boolean' },
  redact: { type: 'string', multiple: true },
  lang: { type: 'string' },
  color: { type: 'string' },
  timings: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the words after `oopscope`. Throws UsageError. */
export function parseOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Options {
  const { values, positionals } = parsed(words);
  const options: Options = {
    files: positionals,
    commands: values.command ?? [],
    inputs: values.input ?? [],
    console: values.console ?? false,
    json: values.json ?? false,
    report:
      values.report === undefined
        ? undefined
        : oneOf<ReportFormat>('--report', values.report, ['html', 'md', 'json']),
    output: values.output,
    force: values.force ?? false,
    redact: secrets(values.redact ?? []),
    lang: values.lang === undefined ? languageOf(environment) : oneOf('--lang', values.lang, LANGUAGES),
    color: values.color === undefined ? 'auto' : oneOf('--color', values.color, ['auto', 'always', 'never']),
    timings: values.timings ?? false,
    version: values.version ?? false,
    help: values.help ?? false,
  };
  if (!options.help && !options.version) check(options);
  return options;
}

function parsed(words: readonly string[]) {
  const args = [...words];
  refuse(args);
  return parseArgs({ args, options: SPEC, allowPositionals: true, strict: true });
}

/** Throws UsageError for the first of `args` that is no option, or an option with a value too many or too few. */
function refuse(args: string[]): void {
  const { tokens } = parseArgs({ args, options: SPEC, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName: option, value, inlineValue } = token;
    if (!Object.hasOwn(SPEC, name)) throw new UsageError(usage.noOption({ option }));
    const isSwitch = SPEC[name as keyof typeof SPEC].type === 'boolean';
    if (isSwitch && value !== undefined) throw new UsageError(usage.noValueTaken({ option }));
    // What begins like an option is the next one: -o --json; --output=--json means it.
    const missing = value === undefined || (!inlineValue && /^-./.test(value));
    if (!isSwitch && missing) throw new UsageError(usage.valueNeeded({ option }));
  }
}

function check(options: Options): void {
  if (options.files.length === 0) throw new UsageError(usage.noDump());
  if (
    options.files.filter((path) => path === '-').length +
      options.inputs.filter((path) => path === '-').length >
    1
  )
    throw new UsageError(streams.inputTwice());
  const asked = options.commands.length + options.inputs.length > 0;
  if (options.report && (asked || options.console)) throw new UsageError(usage.reportAlone());
  if (options.report && options.json) throw new UsageError(usage.reportOrJson());
  if (options.console && options.json) throw new UsageError(usage.consoleOrJson());
  if (options.output !== undefined && !options.report) throw new UsageError(usage.outputAlone());
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(usage.oneOf({ option, known: known.join(', '), given: value }));
  return found;
}

function secrets(given: readonly string[]): readonly Secret[] {
  const names = given.flatMap((each) => each.split(',')).filter((each) => each !== '');
  if (given.length > 0 && names.length === 0)
    throw new UsageError(usage.redact({ known: SECRETS.join(',') }));
  if (names.includes('all')) return SECRETS;
  return [...new Set(names.map((name) => oneOf('--redact', name, SECRETS)))];
}

/** The language that `words` ask for, whatever else is wrong with them: for the sentence that says what is. */
export function languageAsked(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const at = words.findLastIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked = at < 0 ? undefined : (words[at].split('=')[1] ?? words[at + 1]);
  return LANGUAGES.find((language) => language === asked) ?? languageOf(environment);
}

/** POSIX: LC_ALL before LC_MESSAGES before LANG. */
function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return locale.startsWith('ko') ? 'ko' : 'en';
}
