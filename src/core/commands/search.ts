import { RequestError } from '../errors.ts';
import type { Arguments, Command, CommandContext, Step } from './command.ts';
import { parseSearch } from './search/request.ts';
import { searchMapped, searchPhysical } from './search/hits.ts';
import { usage } from './runner/arguments.ts';

export const command: Command = {
  name: 'search',
  group: 'memory',
  summary: 'where a value or a text stands in memory',
  synopsis:
    '[-s start] [-k | -K | -V | -u | -p | -t | -T] [-e end | -l length] [-m mask] [-x count] [-c | -w | -h] value | symbol | (expression) | text …',
  options: [
    { flag: '-k', about: 'in all of the kernel’s memory (the default)' },
    { flag: '-K', about: 'the same without vmalloc, modules and the array of struct page' },
    { flag: '-V', about: 'the same without the direct map and the image of the kernel' },
    { flag: '-u', about: 'in the user space of the current task' },
    { flag: '-p', about: 'in physical memory' },
    { flag: '-t', about: 'in the stack of every task' },
    { flag: '-T', about: 'in the stacks of the tasks that ran on a CPU' },
    { flag: '-s', value: 'start', about: 'from this address or symbol on' },
    { flag: '-e', value: 'end', about: 'up to this address or symbol' },
    { flag: '-l', value: 'length', about: 'so many bytes' },
    { flag: '-m', value: 'mask', about: 'bits that do not matter' },
    { flag: '-c', about: 'texts instead of values' },
    { flag: '-w', about: '32-bit values' },
    { flag: '-h', about: '16-bit values' },
    { flag: '-x', value: 'count', about: 'so many units before and after each hit, too' },
  ],
  description:
    'All of memory is read once, by several workers where it is large. With --json each hit says what it lies in: whose slab object, stack, variable or module.',
  examples: [
    ['search -t init_task', 'stacks that hold the address of init_task'],
    ['search -k -c "Linux version"', 'a text, anywhere in the kernel'],
    ['search -p -w -m ffff0000 abcd', '32-bit words whose lower half is abcd'],
  ],
  completes: ['symbol', 'address'],
  run,
};

function* run(context: CommandContext, args: Arguments): Generator<Step, void, void> {
  const request = parseSearch(context, args);
  if (!request) throw new RequestError(usage(command));
  for (const text of request.remarks) yield { text };
  if (request.where.kind === 'physical') yield* searchPhysical(context, request, request.where);
  else yield* searchMapped(context, request, request.where);
}
