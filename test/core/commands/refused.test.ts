import { expect, it } from 'vitest';
import { openDump } from '../../build/zoo.ts';

/** Options of crash that cannot be answered say why in a sentence; those that can are. */
const session = openDump('sample');
const read = (line: string): string[] => [...session.run(line)].map(({ text }) => text);

it('takes the star at the beginning of a name for the command', () => {
  const task = session.kernel.symbol('init_task').address.toString(16);
  expect(read(`*list_head`)).toEqual(read('* list_head'));
  expect(read(`*task_struct.pid ${task}`)).toEqual(read(`* task_struct.pid ${task}`));
});

it('shows the instructions where source lines were asked for, and says so in one line', () => {
  const [note, ...rest] = read('dis -l schedule 3');
  expect(note).toMatch(/DWARF/);
  expect(rest).toEqual(read('dis schedule 3'));
  expect(read('dis -rl schedule+20').slice(1)).toEqual(read('dis -r schedule+20'));
  expect(() => read('dis -s schedule')).toThrow(/source tree/);
});

it('says why what it cannot do is refused', () => {
  expect(() => read('rd -r /tmp/out linux_banner 8')).toThrow(/rd … > file/);
  expect(() => read('help -p')).toThrow(/internal tables; there are none here/);
  expect(() => read('mach -o')).toThrow(/not supported or applicable/);
});

it('has a page on what is typed and on what is printed', () => {
  for (const topic of ['input', 'output']) expect(read(`help ${topic}`).length).toBeGreaterThan(3);
  for (const line of read('help output')) expect(line.length).toBeLessThanOrEqual(78);
});
