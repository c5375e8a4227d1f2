import { hex } from '../addr.ts';
import type { Arch } from '../arch/arch.ts';
import type { FrameView } from '../rows/verdict.ts';
import { symbolText } from '../symbols/symbol.ts';
import { boundaryOf, type Frame } from '../unwind/stack.ts';

/** A frame of a stack, ready to print; its text with the module of the function, or `withoutModule`. */
export function frameView(arch: Arch, frame: Frame, withoutModule?: 'withoutModule'): FrameView {
  const { symbol } = frame;
  const address = hex(frame.address, 16);
  return {
    address,
    text: symbol ? symbolText(symbol, 16, !withoutModule) : address,
    symbol: symbol?.symbol.name,
    offset: symbol?.offset,
    module: symbol?.symbol.module,
    sp: hex(frame.sp, 16),
    method: frame.method,
    boundary: boundaryOf(arch, frame),
  };
}
