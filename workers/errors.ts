import * as Comlink from 'comlink';
import { isMessage, portable, type Message } from '../src/core/catalogue/message.ts';

interface Carried {
  readonly message: string;
  readonly name: string;
  readonly stack?: string;
  /** What it says, as data: the page renders it in its own language. */
  readonly said?: Message;
}

/** Lets errors keep what they say on their way out of a worker. Call it on both sides, before the first call. */
export function carryErrors(): void {
  const usual = Comlink.transferHandlers.get('throw')!;
  Comlink.transferHandlers.set('throw', {
    canHandle: (value): value is { value: unknown } => usual.canHandle(value),
    serialize: (thrown: { value: unknown }) => {
      const { value } = thrown;
      if (!(value instanceof Error)) return usual.serialize(thrown);
      const said = 'said' in value && isMessage(value.said) ? portable(value.said) : undefined;
      const carried: Carried = { message: value.message, name: value.name, stack: value.stack, said };
      return [{ isError: true, value: carried }, []];
    },
    // Comlink's own gives the new error every property that was carried.
    deserialize: (carried) => usual.deserialize(carried),
  });
}
