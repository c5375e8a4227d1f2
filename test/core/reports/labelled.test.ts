import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportsIn, splitLog } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';
import { judgeText } from '../../../src/core/verdict/text/judge.ts';
import { strict } from '../../build/zoo.ts';

/** Logs with labels of other people's, where they lie beside the repository; none of them is in it. */
const folder = fileURLToPath(new URL('../../../../shared/logs/labelled', import.meta.url));

if (strict && !existsSync(folder)) throw new Error(`CI is set and there are no logs in ${folder}.`);

interface Label {
  readonly titles: readonly string[];
  readonly frame?: string;
  readonly cut: boolean;
  readonly log: string;
}

function labelled(path: string): Label {
  const lines = readFileSync(path, 'utf8').split('\n');
  const head = lines.slice(0, lines.indexOf(''));
  const all = (name: string): string[] =>
    head.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  const end = lines.indexOf('REPORT:');
  return {
    titles: [...all('TITLE'), ...all('ALT')].filter((title) => title !== ''),
    frame: all('FRAME')[0],
    cut: all('CORRUPTED')[0] === 'Y',
    log: lines.slice(head.length + 1, end < 0 ? undefined : end).join('\n'),
  };
}

const plain = (name: string): string =>
  name.replace(/\.(isra|constprop|part|cold).*/, '').replace(/^__(x64|ia32|do|se|arm64)_sys_|^SyS_/, 'sys_');

describe.skipIf(!existsSync(folder))('logs that others labelled', () => {
  const labels = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d+$/.test(name))
        .map((name) => labelled(join(folder, name)))
    : [];
  const judged = labels.map((label) => ({
    label,
    verdict: judgeText(splitLog(readTextLog(new TextEncoder().encode(label.log), reportsIn)!.records)),
  }));

  it('with nothing in them give nothing', () => {
    const quiet = judged.filter(({ label }) => label.titles.length === 0);
    expect(quiet.length).toBeGreaterThan(10);
    expect(quiet.map(({ verdict }) => verdict.kind)).toEqual(quiet.map(() => 'nothing'));
  });

  it('with trouble give a kind', () => {
    const loud = judged.filter(
      ({ label }) =>
        label.titles.length > 0 &&
        !/^(go runtime|SYZF|trusty|unexpected kernel reboot|(INFO|BUG): corrupted)/.test(label.titles[0]),
    );
    expect(loud.filter(({ verdict }) => verdict.kind === 'nothing').length).toBeLessThan(loud.length * 0.02);
  });

  it('are told whom to blame as others blame', () => {
    const placed = judged.flatMap(({ label, verdict }) => {
      if (label.cut) return [];
      const wanted = [
        ...label.titles.map((title) => / in ([A-Za-z_][\w.]*)$/.exec(title)?.[1]),
        label.frame,
      ].flatMap((name) => (name === undefined ? [] : [plain(name)]));
      const { culprit, where } = verdict;
      const said = [where?.symbol, culprit?.what === 'function' ? culprit.name : undefined].flatMap((name) =>
        typeof name === 'string' ? [plain(name)] : [],
      );
      return wanted.length === 0 ? [] : [said.some((name) => wanted.includes(name))];
    });
    expect(placed.length).toBeGreaterThan(200);
    expect(placed.filter((right) => right).length / placed.length).toBeGreaterThan(0.87);
  });
});
