import { files } from '../catalogue/files.ts';
import type { Message } from '../catalogue/message.ts';
import { container as say } from '../catalogue/container.ts';
import { CorruptError, OopscopeError, UnsupportedError } from '../errors.ts';
import { gather } from '../gather.ts';
import type { ByteSource } from '../source/source.ts';
import type { Container, ContainerFormat, Progress, Wrapper } from './container.ts';
import { looksLike } from './looks.ts';
import { joinParts } from './parts.ts';
import { openRaw } from './raw.ts';

/** Every container format that can be opened: the files of this folder that export `format`. A file is of one only. */
export const FORMATS: readonly ContainerFormat[] = gather(
  import.meta.glob<{ format?: ContainerFormat }>(['./*.ts', '!./probe.ts'], { eager: true }),
  'format',
  (format) => format.id,
);

/** Every form that a dump may be wrapped in: the files of this folder that export `wrapper`. */
const WRAPPERS: readonly Wrapper[] = gather(
  import.meta.glob<{ wrapper?: Wrapper }>(['./*.ts', '!./probe.ts'], { eager: true }),
  'wrapper',
  (wrapper) => wrapper.id,
);
/** Forms within each other; nobody writes more than one. */
const MAX_WRAPPED = 4;

/** Whether `source` is a dump, as far as its first bytes tell. */
export function isDump(source: ByteSource): boolean {
  return [...FORMATS, ...WRAPPERS].some((each) => each.probe(source));
}

/** Opens `source` as what its content says it is. Throws UnsupportedError with what was found instead. */
export function openContainer(
  source: ByteSource,
  more: readonly ByteSource[] = [],
  progress: Progress = () => undefined,
): Container {
  const unwrapped = unwrap(source, progress);
  if (unwrapped.source.size === 0 && unwrapped.wrappings.length > 0)
    throw new CorruptError(say.wrapperEmpty({ file: source.name, form: unwrapped.wrappings.join(', ') }));
  const format = FORMATS.find((each) => each.probe(unwrapped.source));
  if (!format) {
    const raw = openRaw(unwrapped.source, more, progress);
    if (raw) return { ...raw, file: unwrapped.source, missing: [...unwrapped.missing, ...raw.missing] };
    throw new UnsupportedError(
      files.noDump({
        file: source.name,
        looks: looksLike(unwrapped.source),
        formats: FORMATS.map(({ title }) => title),
      }),
    );
  }
  const others = more.filter(isDump).map((each) => unwrap(each, progress));
  const opened = (
    { source: file, missing, wrappings }: Unwrapped,
    beside: readonly ByteSource[],
  ): Container => {
    const container = format.open(file, beside, progress);
    return {
      ...container,
      file,
      format: [container.format, ...wrappings].join(', '),
      missing: [...missing, ...container.missing],
    };
  };
  const first = opened(unwrapped, more);
  // Further dumps are parts of the same one, or told apart as strangers.
  const further = others.filter((each) => !first.taken?.includes(each.source));
  const parts = further.filter((each) => format.probe(each.source));
  const strangers = further.flatMap((each) => {
    const other = parts.includes(each) ? undefined : FORMATS.find((known) => known.probe(each.source));
    return other ? [say.otherFormat({ file: each.source.name, format: other.title, dump: source.name })] : [];
  });
  const unread: Message[] = [];
  const readable = parts.flatMap((each) => {
    try {
      return [opened(each, [])];
    } catch (error) {
      if (!(error instanceof OopscopeError)) throw error;
      unread.push(say.partUnread({ file: each.source.name, why: error.said }));
      return [];
    }
  });
  const whole = joinParts(first, readable);
  return { ...whole, missing: [...whole.missing, ...unread, ...strangers] };
}

interface Unwrapped {
  readonly source: ByteSource;
  readonly missing: readonly Message[];
  readonly wrappings: readonly string[];
}

/** What is within the forms that `source` is wrapped in, the outermost first. */
function unwrap(source: ByteSource, progress: Progress): Unwrapped {
  let found: Unwrapped = { source, missing: [], wrappings: [] };
  for (let depth = 0; depth < MAX_WRAPPED; depth++) {
    const wrapper = WRAPPERS.find((each) => each.probe(found.source));
    if (!wrapper) break;
    const inner = wrapper.unwrap(found.source, progress);
    found = {
      source: inner.source,
      missing: [...found.missing, ...inner.missing],
      wrappings: [...found.wrappings, wrapper.id],
    };
  }
  return found;
}
