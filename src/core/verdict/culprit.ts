import { ifKnown } from '../errors.ts';
import { culprit as blame, finding, trait } from '../catalogue/findings.ts';
import type { Mention, Message, Said } from '../catalogue/message.ts';
import { modules } from '../kernel/modules.ts';
import { taintsOf } from '../kernel/taints.ts';
import { refTo } from '../rows/ref.ts';
import type { Culprit, Evidence, Finding } from '../rows/verdict.ts';
import { asciiOf, fillOf } from '../identify/non-canonical.ts';
import type { Frame } from '../unwind/stack.ts';
import type { Case } from './case.ts';
import { frameEvidence, logEvidence, ofModule, registerEvidence } from './phrases.ts';
import { plainName } from '../reports/never-blame.ts';
import type { Judgement } from './rule.ts';
import { unloadedModule } from './unloaded.ts';
import { BAD_VALUE, blamedIn, firstBlamed, framesOf, placeByLog } from './where.ts';

/** What taints say of a module itself, in the order in which it is said. */
const TRAITS: readonly (readonly [letter: string, said: () => Message])[] = Object.entries(trait);

/** Kinds in which the first function on the stack only noticed, so that blaming it is a guess. */
const NOTICED = new Set([
  'soft-lockup',
  'hard-lockup',
  'rcu-stall',
  'unknown-nmi',
  'unknown',
  'double-fault',
]);
/** Kinds in which no function is to blame. */
const NOBODY = new Set(['live', 'sysrq', 'machine-check', 'no-root', 'init-killed', 'out-of-memory']);

/** Who is to blame: what the rule says, else the first frame that is not part of the machinery. */
export function culpritOf(c: Case, judgement: Judgement): { culprit?: Culprit; findings: Finding[] } {
  if (judgement.culprit) return { culprit: judgement.culprit, findings: [] };
  if (NOBODY.has(judgement.kind) || judgement.elsewhere) return { findings: [] };
  // Who stumbled over what an unloaded module left behind did nothing wrong, unless a module did.
  const blamed = blamedOf(c, judgement);
  const gone = blamed?.module === undefined ? unloadedModule(c) : undefined;
  if (gone) return { culprit: gone.culprit, findings: [gone.finding] };
  if (!blamed) return { findings: [] };
  const loaded = blamed.module === undefined && LOADING.test(blamed.name) ? loadedModule(c) : undefined;
  if (loaded) return loaded;
  const { name, module, evidence } = blamed;
  const victim = allocating(c, judgement);
  const confidence =
    judgement.sure ??
    (victim.length > 0 || NOTICED.has(judgement.kind) || (module === undefined && overwritten(c, judgement))
      ? 'guess'
      : 'likely');
  const where: Mention = { text: name, ref: evidence.ref };
  const faulted = c.fault?.where?.symbol;
  const here = faulted?.module === module && plainName(faulted?.name ?? '') === name;
  const text = blameOf(where, module && ofModule(module), here);
  return {
    culprit: {
      what: module ? 'module' : 'function',
      name: module ?? name,
      ref: module ? refTo.module(module) : evidence.ref,
      confidence,
      why: text,
    },
    findings: [
      ...victim,
      { rule: 'culprit', confidence, text, evidence: [evidence] },
      ...(module ? moduleFindings(c, module) : []),
    ],
  };
}

/** Functions that load a module and run its init function (kernel/module/main.c, init/main.c). */
const LOADING =
  /^(do_one_initcall|do_init_module|load_module|init_module_from_file|idempotent_init_module|(_*(do_sys|se_sys|x64_sys|arm64_sys)_|sys_)(f)?init_module)$/;

/** The one module that was being loaded: what loads it is not to blame for what happened meanwhile. */
function loadedModule(c: Case): { culprit: Culprit; findings: Finding[] } | undefined {
  const coming = (ifKnown(() => modules(c.kernel)) ?? []).filter(({ state }) => state === 'COMING');
  if (coming.length !== 1) return undefined;
  const [{ name }] = coming;
  const text = finding.moduleLoading({ module: ofModule(name) });
  return {
    culprit: { what: 'module', name, ref: refTo.module(name), confidence: 'guess', why: text },
    findings: moduleFindings(c, name),
  };
}

/** A pointer of the faulting operand, or the one that was jumped to, was overwritten by something: a fill, text. Code that met it did not write it. */
function overwritten(c: Case, { kind, stack }: Judgement): boolean {
  const { fault } = c;
  if (!fault || stack || !BAD_VALUE.has(kind)) return false;
  if (fault.jumped) return isOverwritten(fault.registers.ip);
  if (!fault.operand) return false;
  return fault.machine.code
    .pointersOf(fault.operand.memory)
    .some((name) => isOverwritten(fault.registers.get(name) ?? 0n));
}

const isOverwritten = (value: bigint): boolean =>
  value !== 0n && (fillOf(value) !== undefined || asciiOf(value) !== undefined);

/** Why a function, and its module, are to blame: it happened in its own code (`here`), or further down the stack. */
export function blameOf(name: Said, module: Said | undefined, here: boolean): Message {
  if (module === undefined) return (here ? blame.functionHere : blame.function)({ function: name });
  return (here ? blame.moduleHere : blame.module)({ function: name, module });
}

/** Functions that take an object off a free list (mm/slub.c, mm/slab.c); what is freed is checked elsewhere. */
const ALLOCATING =
  /^(_*kmalloc\w*|_*kmem_cache_alloc\w*|_*slab_alloc\w*|_*kmalloc_cache\w*|get_freepointer\w*|refill_objects|__pcs_\w+)$/;

/** A trouble of this kind in `symbol`: the pointer that was bad came off the allocator's free list. */
export const offFreeList = (kind: string, symbol: string): boolean =>
  BAD_VALUE.has(kind) && ALLOCATING.test(plainName(symbol));

/** The allocator itself faulted over a pointer of its free list: who asked for memory then only met what others had done. */
function allocating(c: Case, { kind, stack }: Judgement): Finding[] {
  const { fault } = c;
  const name = plainName(fault?.where?.symbol.name ?? '');
  if (!fault || stack || fault.where?.symbol.module || !offFreeList(kind, name)) return [];
  return [
    {
      rule: 'free-list',
      confidence: 'likely',
      text: finding.freeList({ function: name }),
      evidence: [registerEvidence(fault, 'ip')],
    },
  ];
}

/** The first function of the judgement's stack that may be blamed: by the log where this dump has no name for the instruction. */
function blamedOf(
  c: Case,
  judgement: Judgement,
): { name: string; module: string | undefined; evidence: Evidence } | undefined {
  const logged = placeByLog(c, judgement);
  if (logged && c.mayBeBlamed({ name: logged.symbol, module: logged.module }))
    return { name: plainName(logged.symbol), module: logged.module, evidence: logEvidence(logged.fact) };
  const first = firstBlamed(c, judgement);
  const frame = (first && calledBy(c, judgement, first)) ?? first;
  const symbol = frame?.symbol?.symbol;
  return frame && symbol
    ? { name: plainName(symbol.name), module: symbol.module, evidence: frameEvidence(frame) }
    : undefined;
}

/** Kinds in which a function found that what it was given breaks its rules. */
const COMPLAINED = new Set(['bug', 'warn']);

/** The function of a module that called `first`, a function of the kernel's core that complained of what it was called with. */
function calledBy(c: Case, judgement: Judgement, first: Frame): Frame | undefined {
  if (!COMPLAINED.has(judgement.kind) || first.symbol?.symbol.module !== undefined) return undefined;
  const frames = framesOf(c, judgement);
  const at = frames.indexOf(first);
  const next = at < 0 ? undefined : blamedIn(c, frames, at + 1);
  return next?.symbol?.symbol.module === undefined ? undefined : next;
}

/** What is known of the module: out of tree, unsigned, still loading. */
function moduleFindings(c: Case, name: string): Finding[] {
  const module = modules(c.kernel).find((each) => each.name === name);
  if (!module) return [];
  const taints = taintsOf(c.kernel, module.taints);
  const traits = TRAITS.filter(([letter]) => taints.some((taint) => taint.letter === letter)).map(
    ([, said]) => said(),
  );
  const evidence = [{ ref: refTo.module(name), text: name }];
  const findings: Finding[] = [];
  if (traits.length > 0)
    findings.push({
      rule: 'taints',
      confidence: 'proven',
      text: finding.moduleTaints({
        module: ofModule(name),
        traits,
        letters: taints.map((taint) => taint.letter).join(', '),
        state: module.state,
      }),
      evidence,
    });
  if (module.state === 'COMING')
    findings.push({
      rule: 'taints',
      confidence: 'proven',
      text: finding.moduleLoading({ module: ofModule(name) }),
      evidence,
    });
  return findings;
}
