import * as Comlink from 'comlink';
import { afterAll, describe, expect, it } from 'vitest';
import { render } from '../../src/core/catalogue/message.ts';
import { worker as said } from '../../src/core/catalogue/worker.ts';
import { OopscopeError, saidBy } from '../../src/core/errors.ts';
import { carryErrors } from '../../workers/errors.ts';

const api = {
  refuse(): void {
    throw new OopscopeError(said.noTable({ id: 'tasks' }));
  },
  break(): void {
    throw new TypeError('x is undefined');
  },
};

describe('errors of a worker', () => {
  const { port1, port2 } = new MessageChannel();
  carryErrors();
  Comlink.expose(api, port1 as unknown as Comlink.Endpoint);
  const far = Comlink.wrap<typeof api>(port2 as unknown as Comlink.Endpoint);
  afterAll(() => {
    port1.close();
    port2.close();
  });

  it('say what they say on the other side, in either language', async () => {
    const error: unknown = await far.refuse().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(saidBy(error).fields.said).toBe(said.noTable({ id: 'tasks' }).id);
    expect(render(saidBy(error), 'ko')).toBe('이 덤프에는 tasks 표가 없습니다.');
  });

  it('that are faults of the program arrive with their message', async () => {
    const error: unknown = await far.break().catch((caught: unknown) => caught);
    expect(render(saidBy(error), 'en')).toBe('x is undefined');
    expect((error as Error).name).toBe('TypeError');
  });
});
