import { hex } from '../../addr.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { vmallocAreas, vmallocFacts, type VmallocArea } from '../../kernel/vmalloc.ts';
import { refTo } from '../../rows/ref.ts';
import type { Line } from '../../rows/value.ts';

const HEADING: Line = {
  text: '   VMAP_AREA         VM_STRUCT                 ADDRESS RANGE                SIZE',
};

/** kmem -v: the areas of vmalloc, or `only` these. */
export function* vmallocLines(
  kernel: Kernel,
  only: readonly VmallocArea[] = vmallocAreas(kernel),
): Generator<Line, void, void> {
  yield HEADING;
  for (const area of only) {
    // What vm_map_ram made has no vm_struct; crash leaves it out, and so its text has no place for it.
    if (!area.vm) continue;
    const { object, vm, start, end } = area;
    const bytes = Number(end - start);
    const facts = vmallocFacts(area);
    yield {
      text: `${hex(object.address, 16)}  ${hex(vm.address, 16)}  ${hex(start, 16)} - ${hex(end, 16)} ${String(bytes).padStart(8)}`,
      row: {
        vmap_area: object.address,
        vm_struct: vm.address,
        start,
        end,
        bytes,
        kind: facts.kind,
        pages: facts.pages,
        caller: facts.caller ?? null,
      },
      links: [
        { start: 0, end: 16, ref: refTo.instance('vmap_area', object.address) },
        { start: 18, end: 34, ref: refTo.instance('vm_struct', vm.address) },
        { start: 36, end: 52, ref: refTo.memory(start) },
      ],
    };
  }
}
