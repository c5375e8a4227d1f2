/** General registers that instructions use without naming them (Intel SDM volume 2, "Operation" of each). */
export interface Implicit {
  reads: string[];
  writes: string[];
}

const NONE: Implicit = { reads: [], writes: [] };

/** operation: registers read > registers written. */
const TABLE = `
push pop call lcall ret lret iret pushf popf pushfw popfw retw: rsp > rsp
enter leave enterw leavew: rsp rbp > rsp rbp
cbtw cwtl cltq: rax > rax
cwtd cltd cqto: rax > rdx
movs cmps: rsi rdi > rsi rdi
stos scas ins: rdi > rdi
lods outs: rsi > rsi
cpuid: rax rcx > rax rbx rcx rdx
rdtsc: > rax rdx
rdtscp: > rax rcx rdx
rdmsr rdpmc xgetbv rdpkru rdpru: rcx > rax rdx
wrmsr wrmsrns xsetbv wrpkru: rax rcx rdx >
xsave xsaveopt xsavec xsaves xrstor xrstors: rax rdx >
cmpxchg: rax > rax
cmpxchg8b cmpxchg16b: rax rbx rcx rdx > rax rdx
loop loope loopne: rcx > rcx
jrcxz jecxz: rcx >
lahf: > rax
sahf: rax >
xlat: rax > rax
syscall: > rcx r11
sysret: rcx r11 >
sysexit: rcx rdx >
vmcall vmmcall encls enclu enclv getsec vmgexit tdcall seamcall: rax > rax
vmrun vmload vmsave clzero invlpgb: rax >
mulx: rdx >
pcmpestri vpcmpestri: rax rdx > rcx
pcmpestrm vpcmpestrm: rax rdx >
pcmpistri vpcmpistri: > rcx
maskmovdqu vmaskmovdqu maskmovq: rdi >
`;

const byOperation = new Map<string, Implicit>();
for (const line of TABLE.trim().split('\n')) {
  const [operations, registers] = line.split(':');
  const [reads, writes] = registers.split('>').map((side) => side.split(' ').filter(Boolean));
  for (const operation of operations.split(' ')) byOperation.set(operation, { reads, writes });
}

const WIDENING: Record<string, Implicit> = {
  mul: { reads: ['rax'], writes: ['rax', 'rdx'] },
  imul: { reads: ['rax'], writes: ['rax', 'rdx'] },
  div: { reads: ['rax', 'rdx'], writes: ['rax', 'rdx'] },
  idiv: { reads: ['rax', 'rdx'], writes: ['rax', 'rdx'] },
};
const BYTE_WIDENING: Implicit = { reads: ['rax'], writes: ['rax'] };

/**
 * @param size - bytes of the first operand
 * @param repeated - a rep prefix counts rcx down
 */
export function implicitRegisters(
  operation: string,
  operands: number,
  size: number,
  repeated: boolean,
): Implicit {
  if (operands === 1) {
    const widening = WIDENING[operation];
    if (widening) return size === 1 ? BYTE_WIDENING : widening;
  }
  const found = byOperation.get(operation) ?? NONE;
  if (!repeated) return found;
  return { reads: ['rcx', ...found.reads], writes: ['rcx', ...found.writes] };
}
