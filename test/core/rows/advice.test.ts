import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { render } from '../../../src/core/catalogue/message.ts';
import { adviceOn } from '../../../src/core/rows/advice.ts';
import { exampleVerdict } from '../../build/verdict.ts';

/** Kinds as docs/verdict.md lists them. */
const KINDS = [
  ...readFileSync('docs/verdict.md', 'utf8').matchAll(/^\|(?: *\d+ \|)? `([a-z0-9-]+)` \|/gm),
].map(([, kind]) => kind);

const said = (verdict: Parameters<typeof adviceOn>[0], language: 'en' | 'ko' = 'en'): string[] =>
  adviceOn(verdict).map((each) => render(each, language));

describe('advice', () => {
  it('is there for every kind in which something crashed, in both languages', () => {
    expect(KINDS.length).toBeGreaterThan(30);
    for (const kind of KINDS.filter((each) => each !== 'live' && each !== 'nothing')) {
      const verdict = { kind, confidence: 'proven', where: { symbol: 'f' } };
      expect(said(verdict), kind).not.toEqual([]);
      for (const text of said(verdict, 'ko')) expect(text).toMatch(/[가-힣]/);
    }
    expect(said({ kind: 'live', confidence: 'proven' })).toEqual([]);
  });

  it('names no view and no dump where there is the text of a log alone', () => {
    for (const kind of [...KINDS, 'unheard-of'])
      for (const text of said({ kind, confidence: 'likely', source: 'text' }))
        expect(text).not.toMatch(/Locks and waits|\bStacks\b|\(Tasks\)|Memory use|[Tt]his dump|the dump\b/);
    expect(said({ kind: 'hung-task', confidence: 'likely', source: 'dump' }).join(' ')).toMatch(
      /Locks and waits/,
    );
  });

  it('begins with the module that is blamed, and names what to search for', () => {
    const culprit = { what: 'module', name: 'acme_nic' } as const;
    const [first, ...rest] = said({
      ...exampleVerdict,
      kind: 'null-pointer',
      culprit,
      where: { symbol: 'acme_poll' },
    });
    expect(first).toContain('acme_nic');
    expect(rest.join(' ')).toContain('“acme_poll”');
  });

  it('asks for an untainted kernel only where no module is blamed already', () => {
    const verdict = { kind: 'bug', confidence: 'likely', taints: [{ letter: 'W' }, { letter: 'O' }] };
    expect(said(verdict).join(' ')).toMatch(/not tainted \(here: O\)/);
    expect(said({ ...verdict, culprit: { what: 'module', name: 'x' } }).join(' ')).not.toMatch(/tainted/);
  });
});
