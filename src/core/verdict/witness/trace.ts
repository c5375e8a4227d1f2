import { hex } from '../../addr.ts';
import { boundaryOf } from '../../unwind/boundary.ts';
import type { FrameView } from '../../rows/verdict.ts';
import { symbolText } from '../../symbols/symbol.ts';
import type { Stack } from '../../unwind/stack.ts';

/** The frames of `stack`, innermost first, ready to print. */
export function frameViews(stack: Stack, from = 0): FrameView[] {
  return stack.frames.slice(from).map((frame) => ({
    address: hex(frame.address, 16),
    text: frame.symbol ? symbolText(frame.symbol, 16) : hex(frame.address, 16),
    symbol: frame.symbol?.symbol.name,
    offset: frame.symbol?.offset,
    module: frame.symbol?.symbol.module,
    sp: hex(frame.sp, 16),
    method: frame.method,
    boundary: boundaryOf(frame),
  }));
}
