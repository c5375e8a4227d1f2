/**
 * First statements of both documents: takes away what a Content-Security-Policy does not reach (docs/silence.md),
 * before any other script runs. In the sandboxed document no second realm can give it back.
 */
import { refuseElements, remove } from './elements.ts';

const CLOSED = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'mozRTCPeerConnection',
  'RTCDataChannel',
  'WebTransport',
];

/** Takes away what a page can speak to the outside with; called before any of the app's code runs. */
export function lockdown(): void {
  for (const name of CLOSED) remove(globalThis, name);
  refuseElements();
}
