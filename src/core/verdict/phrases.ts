import { hex, hex0x } from '../addr.ts';
import type { Registers } from '../arch/registers.ts';
import type { FaultWord } from '../arch/trouble.ts';
import { faultCode } from '../catalogue/fault-code.ts';
import { finding } from '../catalogue/findings.ts';
import type { Mention, Message, Said } from '../catalogue/message.ts';
import { access, who as whoIs } from '../catalogue/stops.ts';
import { idleTasks, type Task } from '../kernel/tasks.ts';
import { refTo } from '../rows/ref.ts';
import type { Confidence, Evidence, Finding } from '../rows/verdict.ts';
import { symbolText, type SymbolAt } from '../symbols/symbol.ts';
import type { Frame } from '../unwind/stack.ts';
import type { Case, Fault } from './case.ts';
import type { LogFact } from './log.ts';
import type { LoggedPlace } from './rule.ts';

/** What sentences of the verdict name, so that it can be gone to, and the evidence that stands below them. */

/** "insmod (PID 166) on CPU 0". */
export function who(c: Case): Said {
  const { task, cpu = '?' } = c;
  if (!task) return whoIs.kernel();
  if (idleTasks(c.kernel).some((idle) => idle.address === task.address)) return whoIs.idle({ cpu });
  return whoIs.taskOnCpu({ task: ofTask(task), cpu });
}

/** "insmod (PID 166)". */
export function ofTask(task: Task): Mention {
  return { text: whoIs.task({ comm: task.comm, pid: task.pid }), ref: refTo.task(task.address) };
}

/** "null_pointer_init+0x1f [null_pointer]". */
export function ofSymbol(at: SymbolAt): Mention {
  return { text: symbolText(at, 16), ref: refTo.code(at.symbol.address + BigInt(at.offset)) };
}

/** The place where the frame was, where it has a name. */
export function ofFrame(frame: Frame | undefined): Mention | undefined {
  return frame?.symbol && { text: symbolText(frame.symbol, 16), ref: refTo.code(frame.address) };
}

/** The place of an oops, as the log names it. */
export function ofLoggedPlace({ symbol, offset, module, fact }: LoggedPlace): Mention {
  const inside = module ? ` [${module}]` : '';
  return { text: `${symbol}+0x${offset.toString(16)}${inside}`, ref: logEvidence(fact).ref };
}

/** The place of an instruction: its symbol, or else its address. */
export function ofPlace(c: Case, address: bigint): Mention {
  const at = c.kernel.symbols.byAddress(address);
  return { text: at ? symbolText(at, 16) : hex0x(address), ref: refTo.code(address) };
}

/** An address in a sentence: "0" stays "0", others get 0x. */
export function ofAddress(address: bigint | undefined): Said {
  if (address === undefined) return '?';
  return address === 0n ? '0' : { text: hex0x(address), ref: refTo.address(address) };
}

/** A module by name, which leads to it. */
export function ofModule(name: string): Mention {
  return { text: name, ref: refTo.module(name) };
}

/** What the processor said of a fault, bit for bit where it can be drawn. */
export function ofFaultWord(
  rule: string,
  { text: code, words, bits }: FaultWord,
  evidence: readonly Evidence[],
): Finding {
  return { rule, confidence: 'proven', text: faultCode.code({ code, words }), bits, evidence };
}

/** The first line of what the log says. */
export function ofLine(fact: LogFact): Mention {
  return logEvidence(fact);
}

/** "read", "write", "execute". */
export function ofAccess(how: 'read' | 'write' | 'execute'): Message {
  return access[how]();
}

/** The first line of a record, which leads to it. */
export function logEvidence(fact: LogFact): Evidence {
  return { ref: refTo.log(fact.record.sequence), text: fact.record.text.split('\n', 1)[0] };
}

/** Evidence at `address`: a click shows that memory; `text` says what stands there. */
export function addressEvidence(address: bigint, text: string): Evidence {
  return { ref: refTo.address(address), text: `${hex(address, 16)} ${text}`.trim() };
}

/** A frame as evidence: a click shows its code. */
export function frameEvidence(frame: Frame): Evidence {
  return {
    ref: refTo.code(frame.address),
    text: frame.symbol ? symbolText(frame.symbol, 16) : hex(frame.address, 16),
  };
}

/** A task as evidence. */
export function taskEvidence(task: Task): Evidence {
  return { ref: refTo.task(task.address), text: whoIs.task({ comm: task.comm, pid: task.pid }) };
}

/** The finding that quotes a line of the log. */
export function quote(rule: string, fact: LogFact, confidence: Confidence = 'proven'): Finding {
  return {
    rule,
    confidence,
    text: finding.logLine({ line: ofLine(fact) }),
    evidence: [logEvidence(fact)],
  };
}

/** The value of a register that every machine has, as evidence: where the CPU was, where its stack was. */
export function registerEvidence(
  { machine, registers }: Pick<Fault, 'machine' | 'registers'>,
  which: 'ip' | 'sp',
): Evidence {
  return addressEvidence(registers[which], machine.registers.title(machine.registers[which]));
}

/** Whether interrupts were off where the CPU was interrupted. */
export function interruptFinding(c: Case, rule: string, registers: Registers | undefined): Finding[] {
  const { machine } = c;
  const found = registers && machine?.registers.interrupts(registers);
  if (!found || !machine) return [];
  return [
    {
      rule,
      confidence: 'proven',
      text: finding.interrupts({ ...found, value: hex0x(found.value) }),
      evidence: [registerEvidence({ machine, registers }, 'ip')],
    },
  ];
}
