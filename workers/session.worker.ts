/** One dump, one core: the worker after the page. Comlink carries the calls of api.ts. */
import * as Comlink from 'comlink';
import { hex } from '../src/core/addr.ts';
import { worker as said } from '../src/core/catalogue/worker.ts';
import { consoleWords } from '../src/core/catalogue/console.ts';
import { asksHistory, historyLines, recalled } from '../src/core/console/history.ts';
import { answered, statements } from '../src/core/console/statement.ts';
import { OopscopeError, RequestError } from '../src/core/errors.ts';
import { codeAt, memoryMap, memoryPart, otherAddress, stackOf, typeLook } from '../src/core/inspect/index.ts';
import { knownOf } from '../src/core/report/known.ts';
import { redactAll, redaction } from '../src/core/report/redact.ts';
import { report } from '../src/core/report/report.ts';
import { inWords } from '../src/core/report/wording.ts';
import { SECRETS } from '../src/core/report/secret.ts';
import { adviceOn } from '../src/core/rows/advice.ts';
import { find } from '../src/core/things/find.ts';
import { refKinds } from '../src/core/things/index.ts';
import { batchOf, headOf, tableSteps } from '../src/core/things/rows.ts';
import {
  noKernel,
  openLogOrDump,
  type Folder,
  type Language,
  type Member,
  type Session,
  type TextSession,
} from '../src/core/session.ts';
import { BlockCache } from '../src/core/source/blocks.ts';
import type { CommandHead, Opened, SessionApi } from './api.ts';
import { carryErrors } from './errors.ts';
import { blobRoom, BlobSource, readWhole } from './blob-source.ts';
import { breathe, Jobs } from './jobs.ts';
import { filtered } from './filtered.ts';
import { packLines } from './lines.ts';
import { PagePool, servesScans } from './scan-pool.ts';
import { portable, spoken, type Message } from '../src/core/catalogue/message.ts';
import { scanWords } from '../src/core/catalogue/scan.ts';
import type { Line } from '../src/core/rows/value.ts';
import type { ByteSource } from '../src/core/source/source.ts';
import type { Pause, Scan } from '../src/core/scan/scan.ts';

/** A read costs milliseconds in Chromium whatever its size up to some 64 KiB; 1 MiB four times that. */
const BLOCK = 1024 * 1024;
const BLOCKS_KEPT = 96;
/** Of files up to this size nearly every block is read before the verdict stands: they are read at once. */
const READ_WHOLE = 32 * 1024 * 1024;
/** So much of a file is looked at to tell what it is. */
const HEAD = 64 * 1024;
const ROWS_AT_ONCE = 5000;
const LINES_AT_ONCE = 1000;

/** How long a scan waits for its workers before it looks for a cancel, and how often it tells how far it is, in ms. */
const BREATH_MS = 50;
const PROGRESS_MS = 100;

/** What a redacted report goes without: all that names somebody or something; what the kernel said stays. */
const NAMING = SECRETS.filter((each) => each !== 'strings');

const jobs = new Jobs();
let told = 0;
let engine: WebAssembly.Module | undefined;
let script: Blob | undefined;
let session: Session | TextSession | undefined;
/** What the files are called that it was opened from, with the folder they came in. */
let names: readonly string[] = [];
let pool: PagePool | undefined;
let language: Language = 'en';
/** Of the last file that was asked for: an older one that comes later does not take its place. */
let turn = 0;

function cached(source: ByteSource): ByteSource {
  return new BlockCache(source, BLOCK, BLOCKS_KEPT);
}

/** A file of many, of which most are only looked at: nothing is kept of its head. */
function sparing(plain: BlobSource): ByteSource {
  let kept: ByteSource | undefined;
  return {
    name: plain.name,
    size: plain.size,
    origin: plain.origin,
    readPast: (offset, into) => plain.read(offset, into),
    read(offset, into) {
      if (!kept && offset + into.length <= HEAD) return plain.read(offset, into);
      return (kept ??= cached(plain)).read(offset, into);
    },
  };
}

/** The files that were chosen; those of a dropped folder have their path as their name and come as one. */
async function given(files: readonly File[]): Promise<(ByteSource | Folder)[]> {
  if (files.length === 1 && files[0].size <= READ_WHOLE && !files[0].name.includes('/')) {
    const whole = await readWhole(files[0], files[0].name);
    if (whole) return [whole];
  }
  const alone: (ByteSource | Folder)[] = [];
  const folders = new Map<string, Member[]>();
  for (const file of files) {
    const slash = file.name.indexOf('/');
    const plain = new BlobSource(file, file.name.slice(slash + 1));
    if (slash < 0) alone.push(cached(plain));
    else {
      const folder = file.name.slice(0, slash);
      const members = folders.get(folder) ?? [];
      folders.set(folder, members);
      members.push({ path: plain.name, source: sparing(plain) });
    }
  }
  return [...alone, ...[...folders].map(([folder, members]) => ({ folder, members }))];
}

function opened(): Session | TextSession {
  if (!session) throw new OopscopeError(said.noDump());
  return session;
}

/** The session of a dump; of a log's text there is neither memory nor anything in it. */
function dump(): Session {
  const found = opened();
  if (!('kernel' in found)) throw new OopscopeError(said.textOnly());
  return found;
}

const api: SessionApi = {
  warm(bytes, text) {
    engine ??= new WebAssembly.Module(bytes);
    script = text;
  },

  async open(files, progress) {
    if (!engine) throw new OopscopeError(said.noEngine());
    const mine = ++turn;
    session = undefined;
    pool?.end();
    pool = undefined;
    const sources = await given(files);
    if (mine !== turn) throw new RequestError(said.overtaken());
    session = openLogOrDump(sources, {
      engine,
      room: blobRoom(cached),
      progress: (step) => progress(portable(step)),
    });
    const origins = 'files' in session ? session.files.flatMap((each) => each.origin ?? []) : [];
    pool = script && origins.length > 0 ? new PagePool(script, origins, engine) : undefined;
    session.context.language = language;
    // What was chosen or dropped: the folder, and the files in it.
    names = [
      ...new Set(files.flatMap(({ name }) => [name.split('/')[0], name.slice(name.lastIndexOf('/') + 1)])),
    ];
    return describe(session);
  },

  speak(wanted) {
    language = wanted;
    if (session) session.context.language = wanted;
  },

  verdict: () => portable(opened().verdict()),
  advice: () => portable(adviceOn(opened().verdict())),
  report(format, redacted, version) {
    const found = opened();
    const secrets = redacted ? NAMING : [];
    const redact = redaction(secrets, redacted ? knownOf(found, names, secrets) : {});
    const verdict = redactAll(spoken(found.verdict(), language), redact);
    return report(
      format,
      verdict,
      redactAll(inWords(found.summary, language), redact),
      language,
      secrets,
      version,
    );
  },

  async table(job, id, argument, columns, take) {
    const found = opened();
    const kernel = 'kernel' in found ? found.kernel : noKernel;
    const thing = found.things.find((each) => each.id === id);
    if (!thing) throw new OopscopeError(said.noTable({ id }));
    const rows = tableSteps(thing, kernel, argument);
    return jobs.pump(job, rows, ROWS_AT_ONCE, (part) => take(batchOf(thing, kernel, part, columns)));
  },

  async run(job, line, typed, take, save, progress) {
    const found = opened();
    const run = (command: string): Iterable<Line> =>
      asksHistory(command) ? historyLines(typed) : found.run(command);
    const steps = (command: string): Iterable<Line | Scan | Pause> =>
      'steps' in found && !asksHistory(command) ? found.steps(command) : run(command);
    let failed: unknown;
    const aliases = 'aliases' in found.context ? found.context.aliases : undefined;
    for (const statement of statements(line, false, aliases)) {
      const { into, from } = statement;
      try {
        if (from !== undefined) throw new RequestError(consoleWords.noInput({ file: from }));
        const text: string[] = [];
        const found = steps(statement.command);
        const lines: Iterable<Line | Scan | Pause> =
          statement.filters.length > 0
            ? filtered(
                found,
                (come) => answered(statement, () => come),
                () => run(statement.command),
              )
            : found;
        const give = (part: Line[]): unknown =>
          into ? text.push(...part.map((each) => each.text)) : take(packLines(part));
        const ending = await jobs.pump(
          job,
          lines[Symbol.iterator](),
          LINES_AT_ONCE,
          give,
          (scan, cancelled) => answer(scan, cancelled, progress),
        );
        if (ending === 'cancelled') return ending;
        if (into) save(into.path, text);
      } catch (error) {
        // The others of the line still run; what went wrong first is said.
        failed ??= error;
      }
    }
    if (failed !== undefined) throw failed;
    return 'done';
  },

  recall: (line, typed) => recalled(line, typed),
  cancel: (job) => jobs.cancel(job),
  inspect: (ref) => opened().inspect(ref, language),
  ways(ref) {
    try {
      return opened().ways(ref);
    } catch (error) {
      if (error instanceof OopscopeError) return [];
      throw error;
    }
  },
  memory: (space, from, length) => memoryPart(dump().kernel, space, from, length, language),
  address(text) {
    try {
      return hex(dump().address(text), 16);
    } catch (error) {
      if (error instanceof OopscopeError) return undefined;
      throw error;
    }
  },
  otherAddress: (space, address) => otherAddress(dump().kernel, space, address),
  memoryMap: (parts) => memoryMap(dump().kernel, parts),
  code: (at) => portable(codeAt(dump().kernel, at)),
  stack: (ref) => stackOf(dump().kernel, ref, language),
  type: (name, address) => typeLook(dump().kernel, name, address, language),
  find(query, most) {
    const found = opened();
    return 'kernel' in found ? find(found.kernel, query, most) : find(undefined, query, most, found.things);
  },
  complete: (line) => opened().complete(line),
};

/** Puts the next part into `scan`; false when the call was cancelled before it came. */
async function answer(
  scan: Scan,
  cancelled: () => boolean,
  progress: (said: Message) => void,
): Promise<boolean> {
  const { scans } = dump();
  for (;;) {
    // Even what is at hand leaves room for a message.
    await breathe();
    if (cancelled()) {
      scans.stop();
      return false;
    }
    if (scans.answer(scan, () => pool?.get())) break;
    await pool?.heard(BREATH_MS);
  }
  if (performance.now() - told > PROGRESS_MS) {
    told = performance.now();
    progress(portable(scanWords.searching({ ...scan.progress() })));
  }
  return true;
}

function describe(found: Session | TextSession): Opened {
  const { summary, things, commands } = found;
  const ofDump = 'kernel' in found ? found : undefined;
  return {
    summary: portable(summary),
    source: ofDump ? 'dump' : 'text',
    things: things.map((thing) => headOf(thing, ofDump?.kernel ?? noKernel)),
    refKinds: ofDump ? refKinds : ['log'],
    commands: commands.map(
      ({ name, group, summary: about, refused, synopsis, options, examples, completes }): CommandHead => ({
        name,
        group,
        summary: about,
        ...(refused && { refused }),
        synopsis,
        options,
        examples,
        completes: completes ?? [],
      }),
    ),
    task: ofDump?.context.task.toString(16).padStart(16, '0') ?? '',
  };
}

if (!servesScans()) {
  carryErrors();
  Comlink.expose(api);
}
