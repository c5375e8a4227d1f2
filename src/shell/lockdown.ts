/**
 * First statements of both documents: takes away the one network API that a Content-Security-Policy does not
 * reach (docs/silence.md), before any other script runs. In the sandboxed document no second realm can give it back.
 */
const CLOSED = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'mozRTCPeerConnection',
  'RTCDataChannel',
  'WebTransport',
];

export function lockdown(): void {
  const realm = globalThis as unknown as Record<string, unknown>;
  for (const name of CLOSED) {
    delete realm[name];
    if (name in realm)
      throw new Error(`${name} could not be removed: this browser cannot run oopscope safely.`);
  }
}
