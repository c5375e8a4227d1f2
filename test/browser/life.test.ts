import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, launch } from './browsers.ts';
import { OpenPage, pageFile, SAMPLE, innerFrame } from './page.ts';

/** What the page does besides answering: cold start, cancelling, leaving, remembering, speaking Korean. */
describe.each(engines())('the life of the page in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine, { language: 'ko-KR' });
  });
  afterAll(async () => {
    await page?.close();
  });

  it('speaks Korean to those who read it, and English when asked', async () => {
    expect(await page.text('#app')).toMatch(/여기로 끌어다 놓으세요/);
    await page.click('[data-language-switch]');
    await page.waitText('#app', /Drop a vmcore or a log here/);
    await page.click('[data-language-switch]');
    await page.waitText('#app', /여기로 끌어다 놓으세요/);
  });

  it('gives up opening at once when cancelled', async () => {
    await page.chooseAndCancel(SAMPLE, 'empty');
    expect(await page.app.$('#progress')).toBeNull();
  });

  it('opens the same file after that, with a verdict in Korean', async () => {
    await page.openDump(SAMPLE);
    expect(await page.text('[data-view="verdict"] h1')).toMatch(/[가-힣]/);
    await page.click('[data-language-switch]');
    await page.waitText('[data-view="verdict"] h1', /NULL pointer/);
  });

  it('keeps what was done in a view while another is shown', async () => {
    await page.go('tasks');
    await page.waitText('[data-view="tasks"] [role="grid"]', /swapper/);
    await page.app.focus('[data-view="tasks"] [data-filter]');
    await page.page.keyboard.type('kworker');
    await page.app.waitForFunction(
      () => !document.querySelector('[data-view="tasks"] [role="grid"]')?.textContent?.includes('swapper'),
    );
    await page.go('modules');
    await page.go('tasks');
    expect(
      await page.app.$eval('[data-view="tasks"] [data-filter]', (input) => (input as HTMLInputElement).value),
    ).toBe('kworker');
    await page.waitText('[data-view="tasks"] [role="grid"]', /kworker/);
  });

  it('shows the tasks as a tree', async () => {
    await page.click('[data-tree]');
    await page.waitText('[data-view="tasks"] [role="grid"]', /kthreadd[\s\S]*kworker/);
  });

  it('offers other ways to look at a link', async () => {
    await page.go('verdict');
    await page.app.$eval('[data-view="verdict"] button[data-ref^="task:"]', (button) => {
      button.dispatchEvent(
        new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 200, clientY: 200 }),
      );
    });
    await page.app.waitForSelector('[role="menu"]');
    await page.app.evaluate(() => {
      const items = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')];
      items.find((item) => item.textContent === 'struct task_struct')?.click();
    });
    await page.waitText('[data-view="types"]', /insmod/);
  });

  it('takes any text reference in the palette', async () => {
    for (const [ref, view] of [
      ['view:log', 'log'],
      ['sym:schedule', 'disassembly'],
      ['type:list_head', 'types'],
      ['mem:ffffffff81000000', 'memory'],
    ]) {
      await page.click('[data-palette]');
      await page.app.waitForSelector('#palette');
      await page.page.keyboard.type(ref);
      await page.app.waitForSelector(`[data-offer="${ref}"]`);
      await page.page.keyboard.press('Enter');
      await page.app.waitForSelector(`[data-view="${view}"]`);
    }
  });

  it('remembers theme and language over a reload, and asks before leaving an open dump', async () => {
    await page.click('[data-theme-switch]');
    const theme = await page.app.evaluate(() => document.documentElement.dataset.theme);
    const asked: string[] = [];
    page.page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    // Browsers ask only those who have touched the page.
    await page.page.mouse.click(5, 300);
    await page.reload();
    // Firefox may load the frame once more after it was ready.
    await page.app.waitForFunction((kept) => document.documentElement.dataset.theme === kept, {}, theme);
    await page.waitText('#app', /Drop a vmcore or a log here/);
    if (engine === 'chromium') expect(asked).toEqual(['beforeunload']);
    await page.reload();
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  it('lives on when its frame is loaded once more, as Firefox does on some reloads', async () => {
    await page.reload(() => page.app.evaluate(() => setTimeout(() => location.reload())));
    await page.waitText('#app', /Drop a vmcore or a log here/);
    await page.openDump(SAMPLE);
  });

  it('takes a file that is dropped or chosen while it is still cold', async () => {
    const cold = await launch(engine);
    try {
      const tab = await cold.browser.newPage();
      const session = engine === 'chromium' ? await tab.createCDPSession() : undefined;
      await session?.send('Emulation.setCPUThrottlingRate', { rate: 8 });
      await tab.goto(`file://${pageFile()}`, { waitUntil: 'domcontentloaded' });
      if (session) {
        // People drop on what they see: the cold page's own drop zone.
        await (await innerFrame(tab)).waitForSelector('input#file');
        const data = { items: [], files: [SAMPLE], dragOperationsMask: 1 };
        for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
          await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
        await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
      }
      const warm = await OpenPage.attach(engine, cold, tab, session === undefined ? SAMPLE : undefined);
      await warm.app.waitForSelector('[data-view="verdict"] h1', { timeout: 60_000 });
    } finally {
      await cold.browser.close();
    }
  });
});

describe.each(engines())('the page with a sample in %s', (engine) => {
  it('opens it with nothing at hand', async () => {
    const page = await OpenPage.open(engine, { file: 'oopscope-demo.html' });
    try {
      await page.click('[data-sample]');
      await page.app.waitForSelector('[data-view="verdict"] h1', { timeout: 60_000 });
      expect(await page.text('[data-view="verdict"] h1')).toMatch(/NULL pointer/);
    } finally {
      await page.close();
    }
  });
});
