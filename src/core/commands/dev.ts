import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { deviceDump, deviceDumps } from './dev/dumps.ts';
import { diskLines } from './dev/disks.ts';
import { numberLines, pciLines, resourceLines } from './dev/lists.ts';

export const command: Command = {
  name: 'dev',
  group: 'kernel',
  summary: {
    en: 'devices: character, block, PCI, I/O ranges, requests in flight',
    ko: '장치: 문자·블록 장치, PCI, I/O 영역, 처리 중인 요청',
  },
  synopsis: '[-i | -p | -d | -D | -V | -v index [file]]',
  wordsWith: ['-v'],
  description: {
    en:
      'The ranges of device numbers that drivers have taken, with the device there and its operations. -d counts the ' +
      'requests that a disk had not finished: those that hold a tag.',
    ko: '드라이버가 등록한 장치 번호 범위와 그 장치, 연산 테이블을 표시합니다. -d는 디스크가 아직 끝내지 않은 요청(태그를 가진 요청)의 수를 셉니다.',
  },
  options: [
    { flag: '-i', about: { en: 'I/O ports and I/O memory', ko: 'I/O 포트와 I/O 메모리' } },
    { flag: '-p', about: { en: 'PCI buses and devices', ko: 'PCI 버스와 장치' } },
    { flag: '-d', about: { en: 'requests of each disk in flight', ko: '디스크별 처리 중인 요청' } },
    {
      flag: '-D',
      about: { en: 'as -d, disks without requests left out', ko: '-d와 같지만 요청이 없는 디스크는 제외' },
    },
    {
      flag: '-V',
      about: { en: 'dumps that drivers added to the dump', ko: '드라이버가 덤프에 추가한 장치 덤프' },
    },
    { flag: '-v', value: 'index', about: { en: 'one of those, in hexadecimal', ko: '그중 하나를 16진수로' } },
  ],
  examples: [
    ['dev', { en: 'character and block devices', ko: '문자·블록 장치' }],
    ['dev -d', { en: 'the disks and their requests', ko: '디스크와 요청' }],
    ['dev -p', { en: 'PCI devices', ko: 'PCI 장치' }],
    ['dev -i', { en: 'who has which ports and addresses', ko: '포트와 주소의 소유자' }],
  ],
  exclusive: ['-d', '-D'].map((disks) => ['-i', '-p', disks, '-V', '-v']),
  *run({ kernel }: CommandContext, args: Arguments): Generator<Step, void, void> {
    if (args.has('-i')) yield* resourceLines(kernel);
    else if (args.has('-p')) yield* pciLines(kernel);
    else if (args.has('-d') || args.has('-D')) yield* diskLines(kernel, args.has('-D'));
    else if (args.has('-V')) yield* deviceDumps(kernel);
    else if (args.has('-v')) yield* deviceDump(kernel, args.value('-v') ?? '');
    else yield* numberLines(kernel);
  },
};
