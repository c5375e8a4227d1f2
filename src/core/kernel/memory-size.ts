import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';

const MAX_NODES = 1024;
const GB = 1 << 30;
const MB = 1 << 20;

/** Bytes of memory that the nodes have: node_present_pages of each online node; undefined when none can be read. */
function presentMemory(kernel: Kernel): number | undefined {
  return kernel.remember('present memory', () => sum(kernel, 'node_present_pages'));
}

/** Bytes from the first to the last of each node, holes included: what crash takes for 100 % of memory. */
export function spannedMemory(kernel: Kernel): number | undefined {
  return kernel.remember('spanned memory', () => sum(kernel, 'node_spanned_pages'));
}

function sum(kernel: Kernel, member: 'node_present_pages' | 'node_spanned_pages'): number | undefined {
  let pages = 0;
  for (const node of nodes(kernel)) {
    const count = kernel.at('struct pglist_data', node).try((pgdat) => pgdat.get(member).number());
    if (count !== undefined && count > 0 && count < 2 ** 40) pages += count;
  }
  return pages > 0 ? pages * kernel.layout.pageSize : undefined;
}

/** Addresses of the nodes' struct pglist_data: node_data[] (NUMA) or contig_page_data. */
export function nodes(kernel: Kernel): bigint[] {
  const { image } = kernel.symbols;
  if (!kernel.types.struct('pglist_data')) return [];
  const single = image.byName('contig_page_data');
  if (single) return [single.address];
  const table = image.byName('node_data');
  if (!table) return [];
  const room = Math.min(Math.floor((table.size ?? 8) / 8), MAX_NODES);
  const found: bigint[] = [];
  for (const node of onlineNodes(kernel)) {
    const at = node < room ? kernel.space.tryU64(step(table.address, node * 8)) : undefined;
    if (at) found.push(at);
  }
  return found;
}

/** node_states[N_ONLINE] (include/linux/nodemask.h: the second mask). */
function onlineNodes(kernel: Kernel): number[] {
  const states = kernel.symbols.image.byName('node_states');
  const count = Number(kernel.types.enumerator('node_states', 'NR_NODE_STATES') ?? 0n);
  const online = Number(kernel.types.enumerator('node_states', 'N_ONLINE') ?? 1n);
  if (!states?.size || !count) return [0];
  const room = Math.floor(states.size / count / 8) * 8;
  const found: number[] = [];
  for (let at = 0; at < Math.min(room, MAX_NODES / 8); at += 8) {
    const word = kernel.space.tryU64(step(states.address, online * room + at)) ?? 0n;
    for (let bit = 0; bit < 64; bit++) if ((word >> BigInt(bit)) & 1n) found.push(at * 8 + bit);
  }
  return found.length > 0 ? found : [0];
}

/** What the machine is said to have: memory below the next GB by at most 64 MB (firmware keeps some) counts as that GB. */
export function memorySize(kernel: Kernel): number | undefined {
  const present = presentMemory(kernel);
  if (present === undefined) return undefined;
  const next = Math.ceil(present / GB) * GB;
  return next - present <= 64 * MB ? next : present;
}

/** "1 GB", "1.5 GB", "768 MB": at most one decimal. */
export function sizeText(bytes: number): string {
  const [value, unit] =
    bytes >= GB ? [bytes / GB, 'GB'] : bytes >= MB ? [bytes / MB, 'MB'] : [bytes / 1024, 'KB'];
  return `${value.toFixed(1).replace(/\.0$/, '')} ${unit}`;
}
