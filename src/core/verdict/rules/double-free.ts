import { hex0x } from '../../addr.ts';
import { checks } from '../../catalogue/checks.ts';
import { ifKnown } from '../../errors.ts';
import { objectAt } from '../../kernel/slab-objects.ts';
import { slabCacheOf, type SlabObject } from '../../kernel/slab-lookup.ts';
import { refTo } from '../../rows/ref.ts';
import type { Finding } from '../../rows/verdict.ts';
import type { Case, Fault } from '../case.ts';
import { onWarnFinding, warnText } from '../checked.ts';
import { plainName } from '../../reports/never-blame.ts';
import { slabReport } from '../slab-report.ts';
import { addressEvidence, frameEvidence, ofFrame, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

/** Functions of the slab allocators that give objects back (mm/slub.c, mm/slab.c, mm/slab_common.c). */
const FREEING =
  /^(kfree|kvfree|__kmem_cache_free|kfree_sensitive|kmem_cache_free|___cache_free|__slab_free|do_slab_free|slab_free|set_freepointer|slab_free_freelist_hook|free_to_partial_list)/;

export const rule: Rule = {
  id: 'double-free',
  about:
    "BUG() in the slab allocator's free path with an object and its cache in the registers (set_freepointer(), mm/slub.c), or a WARN() without a text there (__free_one(), mm/slab.c) with an object that is free; or a slab report that says that the object was free already",
  order: 73,
  needs: ['log', 'stack'],
  examine: (c) => byRegisters(c) ?? byReport(c),
};

interface Freed {
  readonly object: SlabObject & { readonly object: bigint };
  readonly register: string;
  readonly cacheRegister: string;
}

function byRegisters(c: Case): ReturnType<Rule['examine']> {
  const { fault } = c;
  if (fault?.kind !== 'invalid-opcode' || fault.instruction?.mnemonic !== fault.machine.code.bug)
    return undefined;
  const warned = onWarnFinding(c);
  // A WARN() there that has a text says something else of the object (cache_from_obj(), object_err()).
  if (warned.length > 0 && (told(c) || slabReport(c))) return undefined;
  if (!FREEING.test(plainName(fault.where?.symbol.name ?? ''))) return undefined;
  const freed = ifKnown(() => inRegisters(c, fault));
  if (!freed) return undefined;
  const { object } = freed;
  const state = ifKnown(() => objectAt(c.kernel, object.object));
  const free = state?.free === true && !state.quarantined;
  // SLAB's check has no text, and other warnings are like it: what it found must still be there.
  if (warned.length > 0 && !free) return undefined;
  const line = warned.length > 0 ? c.log.last('warn') : c.log.last('bug', 'bug-plain');
  const shown = { text: hex0x(object.object), ref: refTo.address(object.object) };
  const frame = c.stack?.frames[fault.index];
  const findings: Finding[] = [
    {
      rule: 'double-free',
      confidence: free ? 'proven' : 'likely',
      text: checks.inRegisters({
        object: shown,
        cache: { text: object.cache, ref: refTo.address(object.cacheAddress) },
        register: freed.register,
        cacheRegister: freed.cacheRegister,
        check: warned.length > 0 ? 'WARN()' : 'BUG()',
      }),
      evidence: [
        addressEvidence(object.object, freed.register),
        addressEvidence(object.cacheAddress, freed.cacheRegister),
        ...(frame ? [frameEvidence(frame)] : []),
      ],
    },
  ];
  if (free)
    findings.push({
      rule: 'double-free',
      confidence: 'proven',
      text: checks.onFreeList({ object: shown }),
      evidence: [{ ref: refTo.memory(object.object), text: hex0x(object.object) }],
    });
  if (line) findings.push(quote('double-free', line));
  findings.push(...warned);
  return {
    kind: 'double-free',
    title: checks.doubleFreeTitle(),
    confidence: free ? 'proven' : 'likely',
    sentence: checks.doubleFree({
      who: who(c),
      object: shown,
      cache: object.cache,
      at: ofFrame(c.blame(fault.index)),
    }),
    findings,
    blameFrom: fault.index,
    subKind: object.cache,
  };
}

/** Whether the warning that ended the kernel said something of its own. */
function told(c: Case): boolean {
  const warn = c.panic && c.log.before(c.panic.record.sequence, 'warn');
  return warn !== undefined && warnText(c, warn) !== undefined;
}

/** An object and its cache, both in registers. */
function inRegisters(c: Case, { registers, machine }: Fault): Freed | undefined {
  const held = [...registers.entries()].filter(([name]) => name !== machine.registers.sp);
  for (const [register, value] of held) {
    const object = slabCacheOf(c.kernel, value);
    if (object?.object !== value) continue;
    const cacheRegister = held.find(([, other]) => other === object.cacheAddress)?.[0];
    if (cacheRegister !== undefined)
      return {
        object: { ...object, object: value },
        register: machine.registers.title(register),
        cacheRegister: machine.registers.title(cacheRegister),
      };
  }
  return undefined;
}

/** "BUG kmalloc-64 (Tainted: …): Object already free", and panic_on_warn. */
function byReport(c: Case): ReturnType<Rule['examine']> {
  const report = slabReport(c);
  if (!report?.freedTwice || !c.panic) return undefined;
  return {
    kind: 'double-free',
    title: checks.doubleFreeTitle(),
    confidence: 'proven',
    sentence: checks.doubleFree({
      who: who(c),
      cache: report.cache,
      at: ofFrame(c.blame(c.fault?.index)),
    }),
    findings: [
      quote('double-free', report.fact),
      ...report.findings,
      quote('double-free', c.panic),
      ...onWarnFinding(c),
    ],
    blameFrom: c.fault?.index,
    subKind: report.cache,
  };
}
