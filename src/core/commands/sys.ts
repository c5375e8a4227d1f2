import { render, type Language } from '../catalogue/message.ts';
import { asCrash, refused } from '../catalogue/commands.ts';
import { hex } from '../addr.ts';
import { CorruptError, FaultError, RequestError } from '../errors.ts';
import { kernelConfig } from '../kernel/config.ts';
import { dmiStrings } from '../kernel/dmi.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { taintedMask, taints } from '../kernel/taints.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { calls } from './sys/calls.ts';
import { overview } from './sys/overview.ts';

export const command: Command = {
  name: 'sys',
  group: 'kernel',
  summary: { en: 'the machine, the kernel and how it ended', ko: '시스템과 커널 정보, 패닉 메시지' },
  synopsis: '[-c [name | number] | -t | -i | config]',
  description: {
    en: 'Without options: release, time, load, tasks, memory and the message of the panic.',
    ko: '옵션 없이 실행하면 릴리스, 시각, 부하, 태스크 수, 메모리, 패닉 메시지를 표시합니다.',
  },
  options: [
    {
      flag: '-c',
      about: {
        en: 'the table of system calls, or those of a name or number',
        ko: '시스템 콜 테이블, 또는 이름·번호로 찾은 시스템 콜',
      },
    },
    { flag: '-t', about: { en: 'what taints the kernel', ko: '커널의 오염(taint) 상태' } },
    {
      flag: '-i',
      about: { en: 'what firmware says of the machine (DMI)', ko: '펌웨어가 제공하는 시스템 정보(DMI)' },
    },
    { flag: '-panic', about: { en: 'for live systems only', ko: '실행 중인 시스템에서만 사용 가능' } },
  ],
  examples: [
    ['sys', { en: 'the overview', ko: '개요' }],
    [
      'sys -c read',
      { en: 'system calls with "read" in their names', ko: '이름에 "read"가 들어간 시스템 콜' },
    ],
    [
      'sys config',
      {
        en: "the kernel's .config, where it carries it (CONFIG_IKCONFIG)",
        ko: '커널의 .config(CONFIG_IKCONFIG로 내장된 경우)',
      },
    ],
  ],
  exclusive: [['-c', '-t', '-i']],
  *run({ kernel, language }: CommandContext, args: Arguments): Generator<Line, void, void> {
    if (args.has('-panic')) throw new RequestError(asCrash('sys: cannot panic a dumpfile!'));
    if (args.has('-c')) yield* calls(kernel, args.words);
    else if (args.has('-t')) yield tainted(kernel);
    else if (args.has('-i')) yield* firmware(kernel);
    else if (args.words[0] === 'config') yield* config(kernel, language);
    else if (args.words.length > 0)
      throw new RequestError(refused.wordUnknown({ command: 'sys', given: args.words[0] }));
    else yield* overview(kernel);
  },
};

function tainted(kernel: Kernel): Line {
  const mask = taintedMask(kernel);
  if (mask === undefined) return { text: 'sys: tainted_mask is not in the dump' };
  const found = taints(kernel);
  const letters = found.map((taint) => taint.letter).join('');
  return {
    text: `TAINTED_MASK: ${hex(mask)}  ${letters}`,
    row: { mask, letters, reasons: found.map((taint) => render(taint.text, 'en')) },
  };
}

function* firmware(kernel: Kernel): Generator<Line> {
  const strings = dmiStrings(kernel);
  if (strings.length === 0) yield { text: 'sys: this kernel keeps no DMI strings' };
  for (const { name, text } of strings) yield { text: `${name.padStart(25)}: ${text}`, row: { name, text } };
}

function* config(kernel: Kernel, language: Language): Generator<Line> {
  let text: string | undefined;
  try {
    text = kernelConfig(kernel);
  } catch (error) {
    if (!(error instanceof CorruptError || error instanceof FaultError)) throw error;
    yield { text: `sys: ${render(error.said, language)}` };
    return;
  }
  if (text === undefined) yield { text: 'sys: kernel_config_data does not exist in this kernel' };
  else for (const each of text.replace(/\n$/, '').split('\n')) yield { text: each };
}
