import { hex, parseHex } from '../addr.ts';
import { FaultError, RequestError } from '../errors.ts';
import { FileUsers, type FileMeant, type FileUse } from '../kernel/file-users.ts';
import { tasks } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { usage } from './runner/arguments.ts';
import { taskFacts } from './task-words.ts';

export const command: Command = {
  name: 'fuser',
  group: 'kernel',
  summary: { en: 'the tasks that use a file', ko: '파일을 사용하는 태스크' },
  synopsis: 'path | inode | dentry | file',
  description: {
    en:
      'Who uses a file, named by its whole path or by the address of its inode, its dentry or a struct file: as its root, as its current directory, ' +
      'through a file descriptor (fd), or mapped into memory (mmap). Every thread is listed.',
    ko: '파일을 사용하는 태스크를 찾습니다. 파일은 전체 경로나 inode, dentry, struct file의 주소로 지정합니다. 루트(root), 현재 디렉터리(cwd), 파일 디스크립터(fd), 메모리 매핑(mmap)을 구분하며 스레드도 모두 표시합니다.',
  },
  options: [],
  examples: [
    ['fuser /dev/console', { en: 'who has the console open', ko: '콘솔을 연 태스크' }],
    ['fuser /', { en: 'whose root it is', ko: '루트 디렉터리로 쓰는 태스크' }],
  ],
  completes: ['address'],
  *run({ kernel }: CommandContext, args: Arguments): Generator<Step, void, void> {
    if (args.words.length === 0) throw new RequestError(usage(command));
    for (const word of args.words) {
      const users = new FileUsers(kernel, meant(word));
      let some = false;
      let lost: FaultError | undefined;
      for (const task of tasks(kernel)) {
        let use: FileUse | undefined;
        try {
          use = users.use(task);
        } catch (error) {
          // What is lost of one task is said after the others.
          if (!(error instanceof FaultError)) throw error;
          lost ??= error;
        }
        if (!use) continue;
        if (!some) yield { text: ' PID         TASK        COMM             USAGE' };
        some = true;
        const { root, cwd, fd, mmap } = use;
        const ways = [root && 'root', cwd && 'cwd', fd && 'fd', mmap && 'mmap'].filter(
          (way) => way !== false,
        );
        const pid = String(task.pid).padStart(5);
        yield {
          // crash cuts names to the width of the column.
          text: `${pid}  ${hex(task.address, 16)}  ${`"${task.comm}"`.slice(0, 15).padEnd(16)} ${ways.join(' ')} `,
          row: { ...taskFacts(task), file: word, ...use },
          links: [{ start: pid.length + 2, end: pid.length + 18, ref: refTo.task(task.address) }],
        };
      }
      if (lost) throw lost;
      if (!some) yield { text: `No users of ${word} found` };
    }
  },
};

function meant(word: string): FileMeant {
  const at = /^(0x)?[0-9a-f]{9,16}$/i.test(word) ? parseHex(word) : undefined;
  return at === undefined ? { path: word } : { at };
}
