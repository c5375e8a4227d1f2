import { step, type Addr } from '../addr.ts';
import type { CObject } from '../types/cobject.ts';
import type { Kernel } from './kernel.ts';
import { netNamespaces } from './net-devices.ts';

/** A function that netfilter calls for packets: struct nf_hook_entry (include/linux/netfilter.h). */
export interface NetfilterHook {
  readonly net: Addr;
  /** "ipv4", "ipv6", "arp", "bridge". */
  readonly family: string;
  /** "PRE_ROUTING" … */
  readonly hook: string;
  /** In which order of that hook: it is called in order of priority. */
  readonly index: number;
  readonly function: Addr;
  /** What it is given beside the packet. */
  readonly argument: Addr;
  readonly priority?: number;
  readonly at: Addr;
}

/** Functions of one hook; more are taken for damage (MAX_HOOK_COUNT is 1024). */
const MAX_HOOKS = 1024;
/** Hooks by number (include/uapi/linux/netfilter.h, netfilter_arp.h, netfilter_bridge.h). */
const INET = ['PRE_ROUTING', 'LOCAL_IN', 'FORWARD', 'LOCAL_OUT', 'POST_ROUTING'];
const FAMILIES = [
  ['hooks_ipv4', 'ipv4', INET],
  ['hooks_ipv6', 'ipv6', INET],
  ['hooks_arp', 'arp', ['IN', 'OUT', 'FORWARD']],
  ['hooks_bridge', 'bridge', [...INET, 'BROUTING']],
] as const;

/** Every function of every namespace, in the order in which packets meet them: net.nf.hooks_… */
export function* netfilterHooks(kernel: Kernel): Generator<NetfilterHook, void, void> {
  if (!kernel.types.has('net', 'nf') || !kernel.types.has('nf_hook_entries', 'hooks')) return;
  for (const net of netNamespaces(kernel)) {
    const state = kernel.at('struct net', net).get('nf');
    for (const [member, family, names] of FAMILIES) {
      const table = state.find(member);
      for (let i = 0; table && i < Math.min(table.count, 32); i++) {
        const entries = table.at(i).try((each) => each.deref());
        if (entries && entries.address !== 0n)
          yield* ofHook(kernel, entries, net, family, names[i] ?? String(i));
      }
    }
  }
}

function* ofHook(
  kernel: Kernel,
  entries: CObject,
  net: Addr,
  family: string,
  hook: string,
): Generator<NetfilterHook> {
  const size = kernel.types.sizeOf('struct nf_hook_entry') ?? 0;
  const count = entries.try((each) => each.get('num_hook_entries').number()) ?? 0;
  const first = entries.get('hooks').address;
  for (let index = 0; size > 0 && index < Math.min(count, MAX_HOOKS); index++) {
    const at = step(first, index * size);
    const found = kernel.at('struct nf_hook_entry', at).try((each) => ({
      net,
      family,
      hook,
      index,
      function: each.get('hook').pointer(),
      argument: each.get('priv').pointer(),
      // After the entries come as many pointers to the nf_hook_ops that they were made from.
      priority: priorityOf(kernel, step(first, Math.min(count, MAX_HOOKS) * size + index * 8)),
      at,
    }));
    if (found) yield found;
  }
}

function priorityOf(kernel: Kernel, at: Addr): number | undefined {
  const ops = kernel.space.tryU64(at);
  return ops && kernel.types.has('nf_hook_ops', 'priority')
    ? kernel.at('struct nf_hook_ops', ops).try((each) => each.get('priority').number())
    : undefined;
}
