import { hex, hex0x } from '../addr.ts';
import type { Registers } from '../arch/x86_64/registers.ts';
import { idleTasks, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Evidence, Finding, Confidence } from '../rows/verdict.ts';
import { symbolText, type SymbolAt } from '../symbols/symbol.ts';
import type { Frame } from '../unwind/stack.ts';
import type { Case } from './case.ts';
import type { Fault } from './fault.ts';
import type { LogFact } from './log-facts.ts';

/** "insmod (PID 166) on CPU 0". */
export function who(c: Case): string {
  const { task, cpu } = c;
  if (!task) return c.say('who.unknown');
  if (idleTasks(c.kernel).some((idle) => idle.address === task.address))
    return c.say('who.idle', { cpu: cpu ?? '?' });
  return c.say('who.task', { comm: task.comm, pid: task.pid, cpu: cpu ?? '?' });
}

/** " at null_pointer_init+0x1f [null_pointer]", or nothing. */
export function at(c: Case, where: SymbolAt | undefined): string {
  return where ? c.say('at', { where: symbolText(where, 16) }) : '';
}

export function atFrame(c: Case, frame: Frame | undefined): string {
  return at(c, frame?.symbol);
}

/** "1 byte", "8 bytes", "memory". */
export function bytesOf(c: Case, fault: Fault): string {
  const size = fault.operand?.memory.size ?? 0;
  if (size === 0) return c.say('bytes.some');
  return size === 1 ? c.say('bytes.one') : c.say('bytes.many', { count: size });
}

/** An address in a sentence: "0" stays "0", others get 0x. */
export function addressText(address: bigint | undefined): string {
  return address === undefined ? '?' : address === 0n ? '0' : hex0x(address);
}

export function logEvidence(fact: LogFact): Evidence {
  return { ref: refTo.log(fact.record.sequence), text: fact.record.text.split('\n')[0] };
}

export function addressEvidence(address: bigint, text: string): Evidence {
  return { ref: refTo.address(address), text: `${hex(address, 16)} ${text}`.trim() };
}

export function frameEvidence(frame: Frame): Evidence {
  return {
    ref: refTo.code(frame.address),
    text: frame.symbol ? symbolText(frame.symbol, 16) : hex(frame.address, 16),
  };
}

export function taskEvidence(task: Task): Evidence {
  return { ref: refTo.task(task.address), text: `${task.comm} (PID ${task.pid})` };
}

/** RFLAGS.IF (Intel SDM volume 1, 3.4.3). */
const INTERRUPT_FLAG = 0x200n;

/** Whether interrupts were off where the CPU was interrupted. */
export function interruptFinding(c: Case, rule: string, registers: Registers | undefined): Finding[] {
  const flags = registers?.get('rflags');
  if (flags === undefined || !registers) return [];
  const id = flags & INTERRUPT_FLAG ? 'interrupts.on' : 'interrupts.off';
  return [
    {
      rule,
      confidence: 'proven',
      text: c.say(id, { flags: hex0x(flags) }),
      evidence: [addressEvidence(registers.ip, 'RIP')],
    },
  ];
}

/** The finding that quotes a line of the log. */
export function quote(c: Case, rule: string, fact: LogFact, confidence: Confidence = 'proven'): Finding {
  return {
    rule,
    confidence,
    text: c.say('log.line', { line: fact.record.text.split('\n')[0] }),
    evidence: [logEvidence(fact)],
  };
}
