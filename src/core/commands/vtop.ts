import { asCrash, refused } from '../catalogue/commands.ts';
import { isKernelHalf, parseHex, type Addr } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { taskByAddress, taskByPid } from '../kernel/tasks.ts';
import type { Line } from '../rows/value.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { kernelTranslation, userTranslation } from './vtop/translation.ts';

export const command: Command = {
  name: 'vtop',
  group: 'memory',
  summary: 'from a virtual to a physical address, through the page tables',
  synopsis: '[-c pid | task] [-u | -k] address…',
  options: [
    { flag: '-c', value: 'pid | task', about: 'by the page tables of this task instead of the current one' },
    { flag: '-u', about: 'addresses of user space' },
    { flag: '-k', about: 'addresses of the kernel' },
  ],
  description:
    'The entries of the page tables on the way, the flags of the last one, the struct page of the frame, and for ' +
    'user addresses the area (VMA) they are in. Without -u or -k the address itself tells which it is.',
  examples: [
    ['vtop ffffffff81c479b0', 'where the kernel is'],
    ['vtop -c 153 400000', 'where the memory of a process is'],
  ],
  completes: ['address'],
  run,
};

function* run(context: CommandContext, args: Arguments): Generator<Line, void, void> {
  if (args.words.length === 0) throw new RequestError(refused.sayWhichAddress({ command: 'vtop' }));
  if (args.has('-u') && args.has('-k'))
    throw new RequestError(refused.exclude({ command: 'vtop', one: '-u', other: '-k' }));
  const task = taskOf(context, args.value('-c'));
  for (const [i, word] of args.words.entries()) {
    const address = parseHex(word);
    if (address === undefined) throw new RequestError(asCrash(`vtop: invalid input: "${word}"`));
    if (i > 0) yield { text: '' };
    const kernelHalf = args.has('-k') || (!args.has('-u') && isKernelHalf(address));
    yield* kernelHalf
      ? kernelTranslation(context.kernel, address)
      : userTranslation(context.kernel, task, address);
  }
}

function taskOf({ kernel, task }: CommandContext, word: string | undefined): Addr {
  if (word === undefined) return task as Addr;
  const pid = /^\d{1,7}$/.test(word) ? taskByPid(kernel, Number(word)) : undefined;
  const address = parseHex(word);
  const found = pid ?? (address === undefined ? undefined : taskByAddress(kernel, address));
  if (!found) throw new RequestError(asCrash(`vtop: invalid task or pid value: ${word}`));
  return found.address;
}
