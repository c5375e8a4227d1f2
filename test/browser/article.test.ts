import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpPath, hasDump } from '../build/zoo.ts';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** What articles on reading a dump have one type, in their order, and what each must show. */
const TYPED: readonly (readonly [line: string, shows: RegExp])[] = [
  ['sys', /RELEASE: .*\n[\s\S]*PANIC: /],
  ['log', /Linux version/],
  ['log | tail -20', /\[ *\d+\.\d+\]/],
  ['kmem -i', /TOTAL MEM +\d+[\s\S]*SLAB/],
  ['runq', /CPU 0 RUNQUEUE: [\da-f]{16}/],
  [`ps | grep '>'`, /^> +\d+/m],
  ['ps | grep UN | head', /^/],
  ['bt', /PID: \d+ +TASK: [\da-f]{16}/],
  ['bt -t', /START: /],
  ['bt -a', /PID: \d+[\s\S]*PID: \d+/],
  ['mod', /MODULE +NAME/],
  ['dis -r null_pointer_init+0x1f', /<null_pointer_init(\+\d+)?>:/],
  ['mount | head -3', /MOUNT +SUPERBLK/],
  ['net', /NET_DEVICE/],
  ['irq | head -5', /IRQ/],
  ['files', /ROOT: /],
  ['kmem -s | head -5', /CACHE/],
  ['vm | head -4', /^PID: \d+/m],
  ['struct task_struct.pid,comm init_task', /pid = 0/],
  ['rd -s jiffies 4', /[\da-f]{16}/],
  ['help | head -4', /\w/],
];

/** The walk of such an article in the page's console: nothing is left unanswered, in either engine. */
describe.each(engines())('what an article has one type, in %s', (engine) => {
  const dump = hasDump('6.1-null_pointer') ? dumpPath('6.1-null_pointer') : SAMPLE;
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
    await page.openDump(dump);
    await page.go('console');
  });
  afterAll(() => OpenPage.end(page));

  it.each(TYPED)('%s', async (line, shows) => {
    const entries = await page.app.$$eval('#console-output .entry', (all) => all.length);
    await page.app.focus('#console-input');
    await page.page.keyboard.type(line);
    await page.page.keyboard.press('Enter');
    await page.app.waitForFunction(
      (had) =>
        document.querySelectorAll('#console-output .entry').length > had &&
        !document.querySelector('[data-busy]'),
      {},
      entries,
    );
    const { text, error } = await page.app.$$eval('#console-output .entry', (all) => {
      const last = all.at(-1);
      return {
        text: [...(last?.querySelectorAll('.lines > div') ?? [])].map((each) => each.textContent).join('\n'),
        error: last?.querySelector('.error')?.textContent,
      };
    });
    expect(error).toBeUndefined();
    expect(text).toMatch(shows);
  });
});
