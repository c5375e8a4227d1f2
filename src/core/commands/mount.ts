import { hex, parseHex } from '../addr.ts';
import { refused } from '../catalogue/commands.ts';
import { render } from '../catalogue/message.ts';
import { RequestError } from '../errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { mountNamespace, mounts, mountsIncomplete, mountsOf, type Mount } from '../kernel/mounts.ts';
import { superBlockOf } from '../kernel/super-blocks.ts';
import { readable } from '../rows/readable.ts';
import { refTo } from '../rows/ref.ts';
import type { Line } from '../rows/value.ts';
import { rowOf } from '../things/rows.ts';
import { thing } from '../things/mounts.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { dirtyInodes, openOn } from './mount/contents.ts';
import { taskMeant } from './task-words.ts';

export const command: Command = {
  name: 'mount',
  group: 'kernel',
  summary: { en: 'the mounted file systems', ko: '마운트된 파일 시스템' },
  synopsis: '[-f] [-i] [-n pid | task] [mount | superblock | dentry | inode | device | directory | type]…',
  description: {
    en:
      'The mounts of the namespace that init lives in, or with -n of that of a task. Words narrow: addresses of a mount, ' +
      'its vfsmount or super_block, of a dentry or inode of its file system; names of a device, a directory, a type.',
    ko: 'init이 속한 네임스페이스의 마운트, -n을 쓰면 지정한 태스크의 네임스페이스의 마운트를 표시합니다. 단어로 대상을 좁힐 수 있습니다. mount·vfsmount·super_block 주소, 그 파일 시스템의 dentry나 inode 주소, 장치·디렉터리·종류의 이름을 쓸 수 있습니다.',
  },
  options: [
    {
      flag: '-f',
      about: {
        en: 'and what tasks have open on each file system',
        ko: '각 파일 시스템에서 태스크가 연 파일까지',
      },
    },
    {
      flag: '-i',
      about: { en: 'and the inodes that are to be written back', ko: '기록 대기 중(dirty)인 inode까지' },
    },
    {
      flag: '-n',
      value: 'pid',
      about: { en: 'as this task sees them', ko: '지정한 태스크가 보는 마운트' },
    },
  ],
  examples: [
    ['mount', { en: 'all', ko: '전체' }],
    ['mount tmpfs', { en: 'those of one type', ko: '종류로 고르기' }],
    ['mount /dev', { en: 'what is mounted there', ko: '디렉터리로 고르기' }],
  ],
  completes: ['address'],
  *run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
    const { kernel } = context;
    const all = namespaceMounts(kernel, args.value('-n'));
    if (all.length === 0) throw new RequestError(refused.nothingRead({ command: 'mount' }));
    if (mountsIncomplete(kernel, all)) yield { text: render(refused.mountsIncomplete(), context.language) };
    for (const word of args.words)
      if (!all.some(selection(kernel, [word])))
        throw new RequestError(refused.wordUnknown({ command: 'mount', given: word }));
    const chosen = args.words.length === 0 ? all : all.filter(selection(kernel, args.words));
    if (chosen.length === 0) return;
    const head = '     MOUNT           SUPERBLK     TYPE   DEVNAME   DIRNAME';
    const details = args.has('-f') || args.has('-i');
    for (const [i, mount] of chosen.entries()) {
      if (i === 0 || details) yield { text: head };
      yield mountLine(kernel, mount);
      if (args.has('-f')) yield* openOn(kernel, mount);
      if (args.has('-i')) yield* dirtyInodes(kernel, mount);
      if (details) yield { text: '' };
    }
  },
};

function namespaceMounts(kernel: Kernel, word: string | undefined): readonly Mount[] {
  if (word === undefined) return mounts(kernel);
  const namespace = mountNamespace(kernel, taskMeant(kernel, 'mount', word));
  return namespace === undefined ? [] : mountsOf(kernel, namespace);
}

/** Whether a mount is one of those that `words` mean. */
function selection(kernel: Kernel, words: readonly string[]): (mount: Mount) => boolean {
  const wanted = words.map((text) => {
    const address = /^(0x)?[0-9a-f]{8,16}$/i.test(text) ? parseHex(text) : undefined;
    return { text, address, superBlock: address === undefined ? undefined : superBlockOf(kernel, address) };
  });
  return (mount) =>
    wanted.some(({ text, address, superBlock }) =>
      address === undefined
        ? [mount.device, mount.directory, mount.type].includes(text)
        : [mount.address, mount.vfsmount, mount.superBlock].includes(address) ||
          mount.superBlock === superBlock,
    );
}

function mountLine(kernel: Kernel, mount: Mount): Line {
  const [type, device, directory] = [mount.type, mount.device, mount.directory].map(readable);
  return {
    text: `${hex(mount.address, 16)} ${hex(mount.superBlock, 16)} ${type.padEnd(6)} ${device.padEnd(9)} ${directory}`,
    row: rowOf(thing, { mount }, kernel, ['mount', 'superblock', 'type', 'device', 'directory', 'options']),
    links: [
      { start: 0, end: 16, ref: `mount:${hex(mount.address, 16)}` },
      { start: 17, end: 33, ref: refTo.instance('super_block', mount.superBlock) },
    ],
  };
}
