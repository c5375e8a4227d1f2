import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  blamed,
  culprit,
  doing,
  finding,
  sought,
  trait,
  unchecked,
  value,
} from '../../../src/core/catalogue/findings.ts';
import { faults, stops, who } from '../../../src/core/catalogue/stops.ts';
import { memoryFault } from '../../../src/core/catalogue/memory-fault.ts';
import { isMessage, render, segments, type Message } from '../../../src/core/catalogue/message.ts';
import { trouble } from '../../../src/core/catalogue/trouble.ts';
import type { Verdict } from '../../../src/core/rows/verdict.ts';
import { refTo } from '../../../src/core/rows/ref.ts';
import { openDump } from '../../build/zoo.ts';

const core = new URL('../../../src/core/', import.meta.url);
const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const sourceOf = (test: (name: string) => boolean): string =>
  files
    .filter(test)
    .map((name) => readFileSync(new URL(name, core), 'utf8'))
    .join('\n');

describe('the messages of the verdict', () => {
  it('tell of no room on a stack that the stack pointer was not on', () => {
    const page = { address: '0xffffc900000df000', stack: 'stack of ksoftirqd/1 (PID 26)' };
    for (const language of ['en', 'ko'] as const) {
      const other = render(memoryFault.guard(page), language);
      expect(other).toContain('ksoftirqd/1');
      expect(other).not.toMatch(/\?|undefined|0x0?\b/);
      expect(render(memoryFault.guard({ ...page, left: '5a8' }), language)).toContain('0x5a8');
    }
    expect(render(memoryFault.guard(page), 'en')).toContain('the stack pointer was on another stack');
  });

  it('are all said somewhere', () => {
    const code = sourceOf((name) => !name.startsWith('catalogue'));
    // Those asked for by a word of the data are not named one by one.
    const keys = [blamed, doing, finding, sought, culprit, value, faults, stops, who, trouble, unchecked]
      .filter((each) => each !== blamed)
      .flatMap((each) => Object.keys(each));
    expect(keys.filter((key) => !new RegExp(`[.']${key}\\b`).test(code))).toEqual([]);
    expect(Object.keys(trait).join('')).toBe('POEFCK');
  });

  it('put no Korean particle after a field whose last sound is not known', () => {
    const words = sourceOf((name) =>
      /^catalogue.(stops|findings|identity|trouble|fault-code|taint)\.ts$/.test(name),
    );
    expect(words.length).toBeGreaterThan(10000);
    const particle = /\}(?:은|는|이|가|을|를|과|와|로|으로|이나|나|라는|이라는)(?=[\s,.:;)`])/g;
    expect(
      [...words.matchAll(particle)].map((found) => words.slice(found.index - 40, found.index + 6)),
    ).toEqual([]);
  });

  it('name tasks in the words of the language, with a reference to go to', () => {
    const sh = { text: who.task({ comm: 'sh ${pid}', pid: 7 }), ref: refTo.task(0xffff888000000000n) };
    const told = who.taskOnCpu({ task: sh, cpu: 1 });
    expect(render(told, 'en')).toBe('sh ${pid} (PID 7) on CPU 1');
    expect(segments(told, 'ko')).toEqual([
      { text: 'CPU 1의 ' },
      { text: 'sh ${pid}(PID 7)', ref: 'task:ffff888000000000' },
    ]);
  });
});

describe('the verdict on the sample', () => {
  const verdict: Verdict = openDump('sample').verdict();

  it('is data: it can be cloned, and is judged once', () => {
    expect(structuredClone(verdict)).toEqual(verdict);
    expect(openDump('sample').verdict()).toBe(verdict);
  });

  it('leads from its sentences to what they name', () => {
    const refs = (said: string | Message): (string | undefined)[] =>
      segments(said, 'en').flatMap(({ ref }) => ref ?? []);
    expect(refs(verdict.sentence)).toEqual([verdict.task?.ref, `dis:${verdict.where?.address}`]);
    const origin = verdict.findings.find(({ rule }) => rule === 'provenance');
    expect(refs(origin!.text).map((ref) => ref?.split(':')[0])).toEqual(['dis', 'mem', 'mem']);
  });

  it('says all of it in both languages', () => {
    for (const { text } of verdict.findings) {
      expect(isMessage(text)).toBe(true);
      expect(render(text, 'ko')).not.toBe(render(text, 'en'));
      expect(render(text, 'en')).toMatch(/^[A-Z]|^null_pointer /);
    }
  });
});
