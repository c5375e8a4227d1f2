import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en, type MessageId } from '../../../src/core/verdict/messages/en.ts';
import { ko } from '../../../src/core/verdict/messages/ko.ts';
import { en as identityEn } from '../../../src/core/identify/messages/en.ts';
import { ko as identityKo } from '../../../src/core/identify/messages/ko.ts';
import { taintText } from '../../../src/core/verdict/messages/taints.ts';
import { speaker } from '../../../src/core/verdict/messages/say.ts';

const folder = fileURLToPath(new URL('../../../src/core/verdict', import.meta.url));
const ids = Object.keys(en) as MessageId[];

/** The verdict's code without the messages themselves. */
function sourceOf(path: string): string {
  if (path.endsWith('messages')) return '';
  if (!statSync(path).isDirectory()) return readFileSync(path, 'utf8');
  return readdirSync(path)
    .map((name) => sourceOf(join(path, name)))
    .join('\n');
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('the messages of the verdict', () => {
  it('are all used', () => {
    const source = sourceOf(folder);
    // `access.${…}` stands for every id that begins so.
    const beginnings = [...source.matchAll(/`([\w.-]+\.)\$\{/g)].map(([, start]) => start);
    const unused = ids.filter(
      (id) => !source.includes(`'${id}'`) && !beginnings.some((start) => id.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });

  it('name the same things in Korean', () => {
    expect(Object.keys(ko).sort()).toEqual([...ids].sort());
    for (const id of ids) expect([id, placeholders(ko[id])]).toEqual([id, placeholders(en[id])]);
    for (const [id, text] of Object.entries(identityEn))
      expect([id, placeholders(identityKo[id as keyof typeof identityEn])]).toEqual([id, placeholders(text)]);
    for (const letter of 'PFSRMBUDAWCIOELKXTNJ') expect(taintText('ko', letter, '')).not.toBe('');
  });

  it('are not English where they should be Korean', () => {
    // Names, symbols and abbreviations stay as they are.
    const same = ids.filter((id) => (ko[id] as string) === en[id] && /[a-z]{3,} [a-z]{3,}/.test(en[id]));
    expect(same).toEqual([]);
  });

  it('put no particle behind a placeholder whose last sound is not known', () => {
    const particle = /\}(?:은|는|이|가|을|를|과|와|로|으로|이나|나|라는|이라는)(?=[\s,.:;)]|$)/;
    expect(ids.filter((id) => particle.test(ko[id]))).toEqual([]);
    expect(Object.values(identityKo).filter((text) => particle.test(text))).toEqual([]);
  });

  it('replace what stands in braces, and nothing else', () => {
    const say = speaker('en');
    expect(say('who.task', { comm: '{pid}$&', pid: 1, cpu: 0 })).toBe('{pid}$& (PID 1) on CPU 0');
    expect(say('who.task', { comm: 'a' })).toContain('{pid}');
    expect(speaker('ko')('who.task', { comm: 'sh', pid: 7, cpu: 1 })).toBe('CPU 1의 sh(PID 7)');
  });
});
