import { advice as say } from '../catalogue/advice.ts';
import type { Message } from '../catalogue/message.ts';

/** What of a verdict advice depends on, in words or not. */
interface Judged {
  readonly kind: string;
  readonly source?: string;
  readonly confidence: string;
  readonly where?: { readonly symbol: string; readonly module?: string };
  readonly culprit?: { readonly what: string; readonly name: unknown; readonly confidence?: string };
  readonly taints?: readonly { readonly letter: string }[];
}

type Plain = Exclude<keyof typeof say, 'module' | 'search' | 'clean'>;

/** What a kind of crash asks for, first things first. */
const STEPS: Readonly<Record<string, readonly Plain[]>> = {
  'null-pointer': ['innocent'],
  'bad-address': ['innocent', 'poison', 'bits'],
  'user-access': ['innocent'],
  'non-canonical': ['innocent', 'poison', 'bits'],
  'read-only-write': ['innocent'],
  'no-exec': ['innocent', 'poison'],
  'bad-jump': ['innocent', 'poison'],
  'reserved-bit': ['bits', 'machine'],
  'divide-error': [],
  'invalid-opcode': ['bits'],
  int3: [],
  'double-fault': ['deep', 'bits'],
  'stack-overflow': ['deep'],
  alignment: [],
  'machine-check': ['machine', 'host'],
  'system-error': ['machine', 'host'],
  'unknown-nmi': ['machine', 'host'],
  bug: ['innocent', 'again'],
  warn: ['choice'],
  'list-corruption': ['poison', 'innocent'],
  'use-after-free': ['poison'],
  'double-free': ['poison'],
  'slab-corruption': ['poison', 'innocent'],
  'bad-page': ['poison', 'bits'],
  'stack-protector': ['deep'],
  hardening: [],
  sanitizer: [],
  lockdep: [],
  spinlock: ['lockdep'],
  'atomic-context': ['atomic'],
  'object-debug': ['poison'],
  'memory-leak': ['growth'],
  'soft-lockup': ['spinning', 'host'],
  'hard-lockup': ['spinning', 'host'],
  'hung-task': ['chain', 'device', 'lockdep'],
  'rcu-stall': ['blockers', 'host'],
  'workqueue-lockup': ['spinning'],
  'netdev-busy': ['device'],
  sysrq: ['asked'],
  'out-of-memory': ['growth'],
  'init-killed': ['init'],
  'no-root': ['root'],
  filesystem: ['fsck', 'device'],
};

/** What is said instead of steps that lead into memory, where there is the text of a log alone. */
const IN_LOG: Readonly<Partial<Record<Plain, Plain>>> = {
  chain: 'chainInLog',
  spinning: 'spinningInLog',
  blockers: 'blockersInLog',
  growth: 'growthInLog',
  asked: 'askedInLog',
  again: 'againInLog',
};

/** Kinds of which a newer kernel knows nothing: the machine, what somebody wanted, what was set up wrongly. */
const NO_BUG = new Set([
  'machine-check',
  'system-error',
  'unknown-nmi',
  'sysrq',
  'no-root',
  'live',
  'nothing',
  'reboot',
]);
/** Kinds after which there is nothing to do. */
const NO_CRASH = new Set(['live', 'nothing']);
/** Flags that say that code of others was loaded: proprietary, out of tree, unsigned, staging, forced (kernel/panic.c, taint_flags). */
const OTHERS_CODE = 'POEFCR';

/**
 * What to do after `verdict`, what would speak against it, what to gather next time, the most important first; nothing where
 * nothing crashed.
 */
export function adviceOn(verdict: Judged): readonly Message[] {
  const { kind, where, culprit } = verdict;
  if (NO_CRASH.has(kind)) return [];
  const module = culprit?.what === 'module' && typeof culprit.name === 'string' ? culprit.name : undefined;
  const letters = (verdict.taints ?? [])
    .map(({ letter }) => letter)
    .filter((each) => OTHERS_CODE.includes(each));
  const found: Message[] = [];
  const told = (step: Plain): Message => say[(verdict.source === 'text' && IN_LOG[step]) || step]();
  if (module !== undefined) found.push(say.module({ name: module }));
  const circle = kind === 'hung-task' && culprit?.what === 'lock' && verdict.culprit?.confidence === 'proven';
  for (const step of circle ? (['circle', 'lockdep'] as const) : (STEPS[kind] ?? ['again']))
    found.push(told(step));
  if (where && !NO_BUG.has(kind)) found.push(say.search({ words: `“${where.symbol}”` }));
  if (module === undefined && letters.length > 0 && !NO_BUG.has(kind))
    found.push(say.clean({ letters: letters.join(', ') }));
  return found.length > 0 ? found : [told('again')];
}
