import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutputFiles } from '../../src/cli/output-file.ts';
import { TextOutput } from '../../src/cli/output.ts';
import { runLine, type Runner } from '../../src/cli/run-commands.ts';
import { taskByPid } from '../../src/core/kernel/tasks.ts';
import { openSession } from '../../src/core/session.ts';
import { BlockCache } from '../../src/core/source/blocks.ts';
import { engine } from '../build/zoo.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));
const document = readFileSync(`${top}/ARCHITECTURE.md`, 'utf8');
const dump = readFileSync(`${top}/test/sample/null_pointer.vmcore`);
/** Small, so that every part of the file is read for itself. */
const BLOCK = 4096;
const MAX_READ_HOPS = 7;
const MAX_COMMAND_HOPS = 8;

/** What stands in bold in the section `title`, as files or folders below src and src/core. */
function walk(title: string): string[] {
  const section = document.split(`## ${title}\n`)[1].split('\n## ')[0];
  return [...section.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name);
}

/**
 * The sample, opened with nothing kept of its file; and what lies between a question and each read of the file that it
 * leads to: files below src, the outermost first, wasm as 'wasm'.
 */
function watched(): { session: ReturnType<typeof openSession>; reads: (ask: () => void) => string[][] } {
  let stacks: string[] | undefined;
  const read = (offset: number, into: Uint8Array): number => {
    stacks?.push(new Error().stack ?? '');
    into.set(dump.subarray(offset, offset + into.length));
    return Math.max(0, Math.min(into.length, dump.length - offset));
  };
  const file = new BlockCache({ name: 'null_pointer.vmcore', size: dump.length, read }, BLOCK, 1);
  const session = openSession([file], { engine });
  const files = (stack: string): string[] => {
    const passed = stack
      .split('\n')
      .flatMap((line) => /\/src\/([\w/.-]+\.ts)|\b(wasm):/.exec(line)?.slice(1) ?? [])
      .filter((name) => name);
    return passed.filter((name, i) => name !== passed[i - 1]).reverse();
  };
  return {
    session,
    reads: (ask) => {
      stacks = [];
      ask();
      const found = stacks.map(files);
      stacks = undefined;
      return found;
    },
  };
}

describe('the walks of ARCHITECTURE.md', () => {
  const depth = Error.stackTraceLimit;
  beforeAll(() => {
    Error.stackTraceLimit = 200;
  });
  afterAll(() => {
    Error.stackTraceLimit = depth;
  });

  it('one read: from the object to the file, as the section says', () => {
    const { session, reads } = watched();
    const mm = taskByPid(session.kernel, 1)!.object.get('mm').deref();
    const found = reads(() => mm.get('pgd').pointer());
    const page = [
      'core/types/cobject.ts',
      'core/memory/space.ts',
      'wasm',
      'core/engine/engine.ts',
      'core/container/kdump-pages.ts',
      'core/source/blocks.ts',
    ];
    expect(found).toContainEqual(page);
    expect(page.length).toBeLessThanOrEqual(MAX_READ_HOPS);
    const folders = page.map((name) => /^core\/(\w+)/.exec(name)?.[1] ?? 'engine');
    expect(walk('The life of one read').map((name) => /^\w+/.exec(name)?.[0])).toEqual([...new Set(folders)]);
  });

  it('one command: from the prompt to the kernel, through the files that the section names', async () => {
    const named = walk('The life of one command').map((name) =>
      [name, `core/${name}`, `core/${name}.ts`].find((path) => existsSync(`${top}/src/${path}`)),
    );
    expect(named).not.toContain(undefined);
    expect(named.length - 1).toBeLessThanOrEqual(MAX_COMMAND_HOPS);

    const { session, reads } = watched();
    const out = new TextOutput();
    const runner: Runner = {
      run: (line) => session.run(line),
      long: {
        steps: (line) => session.steps(line),
        answer: () => Promise.resolve(false),
        answerHere: () => undefined,
        stop: () => undefined,
        clear: () => undefined,
      },
      out,
      files: new OutputFiles([]),
      complain: () => expect.fail('ps could not be answered'),
      json: false,
      redact: (text) => text,
    };
    let done = Promise.resolve(true);
    const found = reads(() => {
      done = runLine('ps', runner);
    });
    expect(await done).toBe(true);
    expect(out.text).toContain('insmod');

    // What only parses the line, hands a generator on or catches an error is not on the way when a value is read.
    const passing = ['cli/console.ts', 'core/console/statement.ts', 'core/session.ts'];
    const onTheWay = named.slice(0, -1).filter((name) => !passing.includes(name!));
    const ways = found
      .filter((names) => names.includes('core/things/tasks.ts'))
      .map((names) => {
        const above = names.slice(
          0,
          names.findIndex((name) => name.startsWith('core/kernel/')),
        );
        return above.filter((name, i) => name !== 'core/errors.ts' && !above.slice(0, i).includes(name));
      });
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) expect(way).toEqual(onTheWay);
  });
});
