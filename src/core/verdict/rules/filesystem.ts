import { endings } from '../../catalogue/endings.ts';
import { ofFrame, quote, who } from '../phrases.ts';
import type { Rule } from '../rule.ts';

/**
 * Panics of file systems that found themselves damaged and were mounted or built to stop then: ext4_handle_error(), fs/ext4/super.c;
 * xfs_alert_tag(), fs/xfs/xfs_message.c; __btrfs_panic(), fs/btrfs/messages.c; gfs2_assert_withdraw_i(), fs/gfs2/util.c;
 * ocfs2_handle_error(), fs/ocfs2/super.c.
 */
const PANIC =
  /^(EXT[234]-fs|XFS|BTRFS|btrfs|GFS2|gfs2|OCFS2|UBIFS|F2FS|NILFS|JFS|FAT-fs|Journal)\b(?:.*?(?:\bdevice |\((?!device ))([\w.!:-]+))?/;
/** The disk or partition that a line about a failed request names (block/blk-core.c, fs/buffer.c). */
const DISK = /I\/O error(?:,| on) dev ([\w!:-]+)/;
/** Lines of errors before it that are quoted. */
const MAX_LINES = 4;

/** Whether the failed request of `text` was to `device` or to the disk that it is a part of. */
function concerns(text: string, device: string | undefined): boolean {
  const disk = DISK.exec(text)?.[1];
  return (
    disk !== undefined && device?.startsWith(disk) === true && /^(p?\d+)?$/.test(device.slice(disk.length))
  );
}

export const rule: Rule = {
  id: 'filesystem',
  about:
    'the panic says that a file system stopped the kernel over an error that it found in itself (errors=panic); its errors before are quoted',
  order: 69,
  needs: ['log'],
  examine(c) {
    const { panic } = c;
    const match = panic && PANIC.exec(panic.match[1]);
    if (!panic || !match) return undefined;
    const at = (c.stack?.frames ?? []).findLastIndex(({ symbol }) =>
      /^v?panic(\.|$)/.test(symbol?.symbol.name ?? ''),
    );
    const device = match[2] as string | undefined;
    const errors = c.log.all.filter(
      ({ id, record: { sequence, text } }) =>
        sequence < panic.record.sequence &&
        (id === 'fs-error' || (id === 'io-error' && concerns(text, device))),
    );
    const disk = errors.some(({ id }) => id === 'io-error');
    return {
      kind: 'filesystem',
      title: endings.filesystemTitle({ name: match[1] }),
      confidence: 'proven',
      sentence: endings.filesystem({
        who: who(c),
        name: match[1],
        device,
        at: ofFrame(c.blame(at + 1)),
      }),
      findings: [...errors.slice(-MAX_LINES), panic].map((fact) => quote('filesystem', fact)),
      blameFrom: at < 0 ? undefined : at + 1,
      // What found the error did not make it: what is on the disk is wrong, or how it got there.
      ...(disk && device !== undefined
        ? { culprit: { what: 'hardware' as const, name: device, confidence: 'likely' as const } }
        : { sure: 'guess' as const }),
    };
  },
};
