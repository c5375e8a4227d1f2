/** Where control goes after an operation. */
import type { Flow } from '../../instruction.ts';

const FLOWS = new Map<string, Flow>();
const list = (flow: Flow, operations: string): void => {
  for (const operation of operations.split(' ')) FLOWS.set(operation, flow);
};
list('call', 'call lcall');
list('jump', 'jmp ljmp');
list('branch', 'loop loope loopne jrcxz jecxz xbegin');
list('return', 'ret lret iret sysret sysexit uiret erets eretu rsm');
list('trap', 'int3 int int1 ud0 ud1 ud2 syscall sysenter');
list('stop', 'hlt (bad)');

export function flowOf(operation: string): Flow {
  const flow = FLOWS.get(operation);
  if (flow) return flow;
  return operation.charCodeAt(0) === 0x6a /* j */ ? 'branch' : 'next';
}
