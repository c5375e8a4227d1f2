import { render, type Language } from '../../catalogue/message.ts';
import { taskScanSays as say } from '../../catalogue/task-scan.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { taskOfHit, taskSignature, type FoundTask } from '../../kernel/task-scan.ts';
import { Scan } from '../../scan/scan.ts';
import type { Step } from '../command.ts';
import { list } from './list.ts';

/** --scan: every task_struct in memory, in order of PID; those that have exited or are on no list are marked. */
export function* scanned(kernel: Kernel, language: Language, header: boolean): Generator<Step, void, void> {
  const signature = taskSignature(kernel);
  const { values } = signature;
  const frames = Float64Array.of(0, kernel.container.pages.endPfn);
  const scan = new Scan({ kind: 'words', width: 8, values, ignored: 0n }, frames);
  const found = new Map<bigint, FoundTask>();
  for (;;) {
    yield scan;
    const hits = scan.take();
    if (!hits) break;
    for (const physical of hits.physical) {
      const hit = taskOfHit(kernel, signature, physical);
      if (hit) found.set(hit.task.address, hit);
    }
  }
  const inOrder = [...found.values()].sort(
    (a, b) => a.task.pid - b.task.pid || (a.task.address < b.task.address ? -1 : 1),
  );
  if (header) yield* list(kernel, [], { header });
  for (const { task, standing } of inOrder)
    for (const line of list(kernel, [task], { header: false }))
      yield {
        ...line,
        text: standing === 'listed' ? line.text : `${line.text}  (${render(say[standing](), language)})`,
        row: line.row && { ...line.row, standing },
      };
  const count = (which: FoundTask['standing']): number =>
    inOrder.filter(({ standing }) => standing === which).length;
  yield {
    text: render(
      say.counted({ found: inOrder.length, unlisted: count('unlisted'), exited: count('exited') }),
      language,
    ),
  };
}
