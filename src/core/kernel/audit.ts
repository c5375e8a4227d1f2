import { step } from '../addr.ts';
import type { Kernel } from './kernel.ts';

/** A record that waits for auditd: the kernel's netlink message (struct nlmsghdr, include/uapi/linux/netlink.h). */
export interface AuditRecord {
  readonly type: number;
  readonly text: string;
}

const HEADER = 16;
const MAX_RECORDS = 100_000;
const MAX_LENGTH = 16 * 1024;

/** What stands in audit_queue (kernel/audit.c), oldest first. Ends at the first record that cannot be read. */
export function* auditRecords(kernel: Kernel): Generator<AuditRecord> {
  const queue = kernel.symbols.image.byName('audit_queue') ?? kernel.symbols.image.byName('audit_skb_queue');
  const { types, space } = kernel;
  if (!queue || !types.has('sk_buff', 'data')) return;
  const next = types.offsetOf('sk_buff', 'next');
  const data = types.offsetOf('sk_buff', 'data');
  let at = space.tryU64(queue.address);
  for (let i = 0; at && at !== queue.address && i < MAX_RECORDS; i++) {
    const message = space.tryU64(step(at, data));
    const length = message && space.tryU32(message);
    const type = message && space.tryU32(step(message, 4));
    if (!message || length === undefined || type === undefined) return;
    const bytes = space.readSome(
      step(message, HEADER),
      Math.min(Math.max(0, Number(length) - HEADER), MAX_LENGTH),
    );
    yield { type: Number(type) & 0xffff, text: String.fromCharCode(...bytes).replace(/\0.*$/s, '') };
    at = space.tryU64(step(at, next));
  }
}
