import { hex, parseHex } from '../addr.ts';
import { RequestError } from '../errors.ts';
import { identify } from '../identify/index.ts';
import { render, spoken, type Language } from '../catalogue/message.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { modules } from '../kernel/modules.ts';
import { taintsOf } from '../kernel/taints.ts';
import { activeCpu, currentTask, parentOf, stateLong, type Task } from '../kernel/tasks.ts';
import { parseRef, refAddress, refTo } from '../rows/ref.ts';
import type { KernelSymbol } from '../symbols/symbol.ts';
import { symbolText } from '../symbols/symbol.ts';
import { codeLines } from './code.ts';
import { memoryPart } from './memory.ts';
import type { Fact, Inspection } from './shapes.ts';
import { taskOf } from './stack.ts';
import { typeLook } from './type.ts';

const AROUND = 64;

/** What `ref` names: facts for the inspector. */
export function inspect(kernel: Kernel, ref: string, language: Language = 'en'): Inspection {
  const parsed = parseRef(ref);
  if (!parsed)
    throw new RequestError(`“${ref}” is no reference; one looks like addr:ffffffff81000000 or sym:schedule.`);
  switch (parsed.kind) {
    case 'task':
    case 'pid':
    case 'stack':
      return ofTask(kernel, ref, taskOf(kernel, ref));
    case 'cpu': {
      const cpu = Number(parsed.rest);
      return ofTask(kernel, ref, Number.isInteger(cpu) ? currentTask(kernel, cpu) : undefined);
    }
    case 'sym': {
      const symbol = kernel.symbols.byName(parsed.rest);
      if (!symbol) throw new RequestError(`There is no symbol ${parsed.rest} in this dump.`);
      return ofSymbol(kernel, language, ref, symbol);
    }
    case 'module':
      return ofModule(kernel, language, ref, parsed.rest);
    case 'type':
      return ofType(kernel, language, ref, parsed.rest);
    case 'struct': {
      const [name] = parsed.rest.split('@');
      const address = refAddress(parsed);
      return { ...ofType(kernel, language, ref, name, address), home: ref };
    }
    case 'phys':
      return ofPhysical(kernel, language, ref, parsed.rest);
    case 'log':
    case 'view':
    case 'cmd':
      return { ref, kind: parsed.kind, title: parsed.rest, facts: [], home: ref };
    default:
      return ofAddress(kernel, language, ref, refAddress(parsed));
  }
}

function ofTask(kernel: Kernel, ref: string, task: Task | undefined): Inspection {
  if (!task) throw new RequestError(`No task is known as ${ref}.`);
  const at = hex(task.address, 16);
  const parent = task.object.try(() => parentOf(kernel, task));
  const cpu = activeCpu(kernel, task);
  const fact = (name: string, path: string): Fact[] => {
    const found = task.object.try((object) => object.find(path)?.pointer());
    if (!found) return [];
    return [{ name, text: hex(found, 16), ref: refTo.address(found) }];
  };
  return {
    ref,
    kind: 'task',
    title: `${task.comm} (PID ${task.pid})`,
    address: at,
    type: 'task_struct',
    home: refTo.stack(task.address),
    command: `task ${task.pid}`,
    facts: [
      { name: 'task_struct', text: at, ref: refTo.instance('task_struct', task.address) },
      { name: 'PID', text: `${task.pid}${task.tgid === task.pid ? '' : `, thread of ${task.tgid}`}` },
      ...(parent
        ? [{ name: 'parent', text: `${parent.comm} (${parent.pid})`, ref: refTo.task(parent.address) }]
        : []),
      { name: 'state', text: task.object.try(() => stateLong(task)) ?? '?' },
      ...(cpu === undefined ? [] : [{ name: 'running', text: `on CPU ${cpu}`, tone: 'good' }]),
      ...fact('stack', 'stack'),
      ...fact('mm', 'mm'),
      ...fact('files', 'files'),
      ...fact('signal', 'signal'),
    ],
  };
}

function isText(symbol: KernelSymbol): boolean {
  return /[tTwW]/.test(symbol.letter);
}

function ofSymbol(kernel: Kernel, language: Language, ref: string, symbol: KernelSymbol): Inspection {
  const text = isText(symbol);
  const at = hex(symbol.address, 16);
  const others = kernel.symbols.allByName(symbol.name).filter((other) => other.address !== symbol.address);
  return {
    ref,
    kind: text ? 'function' : 'variable',
    title: symbolText({ symbol, offset: 0 }, 16),
    address: at,
    home: text ? refTo.code(symbol.address) : refTo.memory(symbol.address),
    command: text ? `dis ${symbol.name}` : `rd ${symbol.name}`,
    facts: [
      ...place(kernel, symbol.address),
      ...(symbol.size === undefined ? [] : [{ name: 'size', text: `${symbol.size} bytes` }]),
      { name: 'kind', text: `${symbol.letter}, ${text ? 'code' : 'data'}` },
      ...(symbol.module ? [{ name: 'module', text: symbol.module, ref: refTo.module(symbol.module) }] : []),
      ...others.slice(0, 8).map((other) => ({
        name: 'also at',
        text: hex(other.address, 16),
        ref: refTo.address(other.address),
      })),
    ],
    lines: text ? codeLines(kernel, symbol.address, 8) : undefined,
    memory: text
      ? undefined
      : memoryPart(
          kernel,
          'virtual',
          at,
          Math.min(AROUND, Math.max(8, Math.ceil((symbol.size ?? 8) / 8) * 8)),
          language,
        ),
  };
}

function ofModule(kernel: Kernel, language: Language, ref: string, name: string): Inspection {
  const module = modules(kernel).find((each) => each.name === name);
  if (!module) throw new RequestError(`No module ${name} was loaded.`);
  return {
    ref,
    kind: 'module',
    title: module.name,
    address: hex(module.object.address, 16),
    type: 'module',
    home: ref,
    command: `mod -t`,
    facts: [
      {
        name: 'struct module',
        text: hex(module.object.address, 16),
        ref: refTo.instance('module', module.object.address),
      },
      { name: 'state', text: module.state, tone: module.state === 'LIVE' ? undefined : 'warn' },
      ...taintsOf(kernel, module.taints).map((taint) => ({
        name: `taint ${taint.letter}`,
        text: render(taint.text, language),
        tone: 'warn',
      })),
      ...module.ranges.map((range) => ({
        name: range.name,
        text: `${hex(range.base, 16)}  ${range.size} bytes`,
        ref: refTo.memory(range.base),
      })),
    ],
  };
}

function ofType(kernel: Kernel, language: Language, ref: string, name: string, address?: bigint): Inspection {
  const look = typeLook(kernel, name, address === undefined ? undefined : hex(address, 16), language);
  return {
    ref,
    kind: look.kind,
    title: address === undefined ? `${look.kind} ${name}` : `${look.kind} ${name} at ${hex(address, 16)}`,
    address: look.address,
    type: name,
    home: ref,
    command: address === undefined ? `struct ${name}` : `struct ${name} ${hex(address, 16)}`,
    facts: [
      { name: 'size', text: `${look.size} bytes` },
      { name: 'members', text: String(look.members.length || look.values?.length || 0) },
      ...(address === undefined
        ? []
        : look.members
            .filter((member) => member.value !== undefined)
            .slice(0, 60)
            .map((member) => ({
              name: member.name,
              text: member.value ?? '',
              ref: member.into ?? member.ref,
              tone: member.tone,
            }))),
    ],
  };
}

function ofPhysical(kernel: Kernel, language: Language, ref: string, rest: string): Inspection {
  const address = parseHex(rest);
  if (address === undefined) throw new RequestError(`${rest} is no physical address.`);
  const frame = Math.floor(Number(address) / kernel.memory.pageSize);
  return {
    ref,
    kind: 'physical memory',
    title: hex(address, 16),
    home: ref,
    command: `rd -p ${hex(address)} 16`,
    facts: [
      { name: 'frame', text: hex(frame) },
      { name: 'page', text: kernel.memory.absence(frame) ?? 'present' },
    ],
    memory: memoryPart(kernel, 'physical', hex(address & ~7n, 16), AROUND, language),
  };
}

function ofAddress(kernel: Kernel, language: Language, ref: string, address: bigint | undefined): Inspection {
  if (address === undefined) throw new RequestError(`${ref} holds no address.`);
  const what = spoken(identify(kernel, address), language);
  const at = kernel.symbols.byAddress(address);
  const task = what?.ref?.startsWith('task:') ? what.ref : undefined;
  const text = at && isText(at.symbol);
  const readable = kernel.space.readable(address);
  const from = hex(address & ~7n, 16);
  return {
    ref,
    kind: what?.kind ?? (readable ? 'memory' : 'not readable'),
    title: what?.text ?? hex(address, 16),
    address: hex(address, 16),
    type: task ? 'task_struct' : undefined,
    home: text ? refTo.code(address) : undefined,
    command: text
      ? `dis ${hex(address, 16)}`
      : readable
        ? `rd ${hex(address, 16)} 8`
        : `vtop ${hex(address, 16)}`,
    facts: [
      ...place(kernel, address),
      ...(at ? [{ name: 'symbol', text: symbolText(at, 16), ref: refTo.symbol(at.symbol.name) }] : []),
      ...(at?.symbol.module
        ? [{ name: 'module', text: at.symbol.module, ref: refTo.module(at.symbol.module) }]
        : []),
      ...(task ? [{ name: 'task', text: what?.text ?? '', ref: task }] : []),
      ...(readable && !text ? value(kernel, address, language) : []),
    ],
    lines: readable && text ? codeLines(kernel, address) : undefined,
    memory: readable && !text ? memoryPart(kernel, 'virtual', from, AROUND, language) : undefined,
  };
}

function place(kernel: Kernel, address: bigint): Fact[] {
  const physical = kernel.space.translate(address);
  const absent = kernel.space.absence(address);
  return [
    { name: 'address', text: hex(address, 16), ref: refTo.address(address) },
    ...(physical === undefined
      ? []
      : [{ name: 'physical', text: hex(physical), ref: `phys:${hex(physical)}` }]),
    ...(absent ? [{ name: 'not readable', text: absent, tone: 'warn' }] : []),
  ];
}

function value(kernel: Kernel, address: bigint, language: Language): Fact[] {
  if (address % 8n !== 0n) return [];
  const word = kernel.space.tryU64(address);
  if (word === undefined) return [];
  const what = word === 0n ? undefined : spoken(identify(kernel, word), language);
  return [
    { name: 'value', text: hex(word, 16), ref: what ? (what.ref ?? refTo.address(word)) : undefined },
    ...(what ? [{ name: 'points at', text: what.text }] : []),
  ];
}
