import { step } from '../../addr.ts';
import { bpfMaps, bytecode, machineCode, type BpfProgram } from '../../kernel/bpf.ts';
import { bpfInstructions, type BpfNames } from '../../kernel/bpf-instructions.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Line } from '../../rows/value.ts';
import { instructionLines } from '../dis/lines.ts';

const MAX_LINES = 1_000_000;

/** -t: the program as the verifier left it; with `bytes` (-T) the bytes below each instruction. */
export function* bytecodeLines(
  kernel: Kernel,
  program: BpfProgram,
  bytes: boolean,
): Generator<Line, void, void> {
  yield { text: '' };
  for (const each of bpfInstructions(bytecode(program), namesOf(kernel))) {
    const raw = [...each.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    yield {
      text: `${String(each.index).padStart(4)}: ${each.text}`,
      row: { id: program.id, index: each.index, bytes: raw, instruction: each.text },
    };
    if (bytes) yield { text: `      ${raw}` };
  }
}

/** Calls lead to functions of the kernel, by their distance from __bpf_call_base; numbers may be addresses of maps. */
function namesOf(kernel: Kernel): BpfNames {
  const base = kernel.symbols.byName('__bpf_call_base')?.address;
  const maps = new Map<bigint, number>();
  for (const map of bpfMaps(kernel)) maps.set(map.address, map.id);
  return {
    helper(imm) {
      const found = base === undefined ? undefined : kernel.symbols.byAddress(step(base, imm));
      return found?.offset === 0 ? `${found.symbol.name}#${imm}` : undefined;
    },
    constant(value) {
      const id = maps.get(value);
      return id === undefined ? undefined : `map[id:${id}]`;
    },
  };
}

/** -j: the machine code of the program. */
export function* machineLines(kernel: Kernel, program: BpfProgram): Generator<Line, void, void> {
  yield { text: '' };
  const start = machineCode(program);
  if (start === undefined) {
    yield { text: '(not jited)' };
    return;
  }
  const range = { start, end: step(start, program.machineBytes), most: MAX_LINES };
  yield* instructionLines(kernel, kernel.space, range, { radix: 10, user: false, skip: 0 });
}
