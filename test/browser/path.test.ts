import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpPath, hasDump } from '../build/zoo.ts';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** A newcomer's path through the built page, from file://. */
describe.each(engines())('the page in %s', (engine) => {
  let page: OpenPage;

  beforeAll(async () => {
    page = await OpenPage.open(engine);
  });
  afterAll(async () => {
    await page?.close();
  });

  it('is ready, empty, and says what to do', async () => {
    expect(await page.app.$('[data-state="empty"]')).not.toBeNull();
    expect(await page.text('#app')).toMatch(/Drop a vmcore or a log here/);
  });

  it('says in words why a file cannot be opened', async () => {
    const junk = join(mkdtempSync(join(tmpdir(), 'oopscope-junk-')), 'holiday.jpg');
    writeFileSync(junk, Buffer.from('\xff\xd8\xff\0\x10 this is no dump at all '.repeat(400), 'latin1'));
    await page.choose(junk);
    await page.app.waitForSelector('[data-state="failed"]');
    const said = await page.text('[role="alert"]');
    expect(said).toContain('holiday.jpg');
    expect(said.length).toBeGreaterThan(40);
  });

  it('opens a dump dropped on it and gives the verdict', async () => {
    if (engine === 'chromium') {
      const session = await page.page.createCDPSession();
      const data = { items: [], files: [SAMPLE], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
    } else await page.choose(SAMPLE); // BiDi has no drag of files
    await page.app.waitForSelector('[data-view="verdict"] h1', { timeout: 60_000 });
    expect(await page.text('[data-view="verdict"] h1')).toMatch(/NULL pointer/);
    expect(await page.text('[data-view="verdict"]')).toContain('null_pointer');
  });

  it('shows log, tasks, stacks, modules and CPUs', async () => {
    await page.go('log');
    // One arrives at what happened; the boot is above.
    await page.waitText('[data-view="log"] [role="grid"]', /BUG: kernel NULL pointer dereference/);
    expect(await page.app.$('[data-view="log"] .row.at')).toBeNull();
    await page.app.focus('[data-view="log"] [role="grid"]');
    await page.page.keyboard.press('Home');
    await page.waitText('[data-view="log"] [role="grid"]', /Linux version/);
    await page.click('[data-oops]');
    await page.waitText('[data-view="log"] [role="grid"]', /BUG: kernel NULL pointer dereference/);
    // Nor does the place slip once the rows are drawn.
    await new Promise((done) => setTimeout(done, 300));
    const seen = await page.app.$eval('[data-view="log"] .row.at', (row) => {
      const [box, grid] = [row, row.closest('[role="grid"]')!].map((each) => each.getBoundingClientRect());
      return box.top >= grid.top && box.bottom <= grid.bottom;
    });
    expect(seen).toBe(true);
    await page.go('tasks');
    await page.waitText('[data-view="tasks"] [role="grid"]', /swapper\/0/);
    const rows = Number(
      await page.app.$eval('[data-view="tasks"] [role="grid"]', (grid) => grid.getAttribute('aria-rowcount')),
    );
    expect(rows).toBeGreaterThan(20);
    await page.go('stacks');
    await page.waitText('[data-view="stacks"]', /do_one_initcall/);
    await page.go('modules');
    await page.waitText('[data-view="modules"] [role="grid"]', /null_pointer/);
    await page.go('cpus');
    await page.waitText('[data-view="cpus"] [role="grid"]', /panic/);
  });

  it('goes from the instruction pointer to the code', async () => {
    await page.go('verdict');
    await page.click('[data-view="verdict"] .lead button[data-ref^="dis:"]');
    await page.app.waitForSelector('[data-view="disassembly"]');
    await page.waitText('[data-view="disassembly"] .asked', /movb/);
  });

  it('goes from a task to its stack and on to memory', async () => {
    await page.go('tasks');
    await page.app.waitForSelector('[data-view="tasks"] [role="gridcell"] button[data-ref^="task:"]');
    await page.app.evaluate(() => {
      const links = [
        ...document.querySelectorAll<HTMLElement>(
          '[data-view="tasks"] [role="gridcell"] button[data-ref^="task:"]',
        ),
      ];
      links.find((link) => link.textContent === 'kthreadd')?.click();
    });
    await page.waitText('[data-view="stacks"] h1', /kthreadd/);
    await page.waitText('[data-view="stacks"]', /kthreadd\+0x/);
    await page.waitText('[data-inspector]', /kthreadd/);
    await page.click('[data-view="stacks"] button[data-ref^="mem:"]');
    await page.waitText('[data-view="memory"] [data-hex]', /ff/);
    await page.page.keyboard.down('Alt');
    await page.page.keyboard.press('ArrowLeft');
    await page.page.keyboard.up('Alt');
    await page.app.waitForSelector('[data-view="stacks"]');
  });

  it('browses types, with the values of an instance', async () => {
    await page.go('types');
    await page.waitText('[data-view="types"] [role="grid"]', /struct/);
    await page.app.focus('[data-view="types"] [data-filter]');
    await page.page.keyboard.type('name:task_struct');
    await page.waitText('[data-view="types"] [role="gridcell"]', /task_struct/);
    await page.click('[data-view="types"] [role="gridcell"] button[data-ref="type:task_struct"]');
    await page.waitText('[data-view="types"]', /int exit_state/);
  });

  it('finds a symbol with the palette', async () => {
    await page.page.keyboard.down('Control');
    await page.page.keyboard.press('k');
    await page.page.keyboard.up('Control');
    await page.app.waitForSelector('#palette');
    await page.page.keyboard.type('@schedule_timeout');
    await page.waitText('#palette-offers', /schedule_timeout/);
    await page.page.keyboard.press('Enter');
    await page.waitText('[data-view="disassembly"]', /schedule_timeout/);
    expect(await page.app.$('#palette')).toBeNull();
  });

  it('runs console commands, completes them, and links what they print', async () => {
    await page.go('console');
    expect(await page.command('ps')).toMatch(/PID\s+PPID\s+CPU\s+TASK/);
    expect(await page.app.$('#console-output [data-ref^="task:"]')).not.toBeNull();
    await page.app.focus('#console-input');
    await page.page.keyboard.type('sy');
    await page.page.keyboard.press('Tab');
    await page.waitText('#console-offers', /sym/);
    await page.page.keyboard.press('Escape');
    await page.app.$eval('#console-input', (input) => {
      (input as HTMLInputElement).value = '';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.page.keyboard.type('nosuchcommand');
    await page.page.keyboard.press('Enter');
    await page.waitText('#console-output', /nosuchcommand[\s\S]*nosuchcommand/);
  });

  it('cancels a long command', async () => {
    await page.app.focus('#console-input');
    await page.page.keyboard.type('sym -l');
    await page.page.keyboard.press('Enter');
    await page.app.waitForSelector('[data-busy]', { timeout: 5000 }).catch(() => undefined);
    await page.page.keyboard.press('Escape');
    await page.app.waitForFunction(() => !document.querySelector('[data-busy]'), { timeout: 20_000 });
  });

  it('saves a table', async () => {
    await page.go('modules');
    await page.waitText('[data-view="modules"] [role="grid"]', /null_pointer/);
    await page.app.evaluate(() => {
      const button = [...document.querySelectorAll<HTMLElement>('[data-view="modules"] .menu > button')].at(
        -1,
      );
      button?.click();
    });
    await page.click('[data-view="modules"] [data-save="csv"]');
    expect(readFileSync(await page.saved('modules.csv'), 'utf8')).toMatch(/^Name,Size,[\s\S]*null_pointer,/);
  });

  it.skipIf(!hasDump('6.12-cloud-sysrq'))('opens a second dump without a reload', async () => {
    await page.openDump(dumpPath('6.12-cloud-sysrq'));
    expect(await page.text('[data-view="verdict"] h1')).toMatch(/SysRq/i);
    await page.go('tasks');
    await page.waitText('[data-view="tasks"] [role="grid"]', /swapper\/0/);
  });

  it('met no error on the way', () => {
    expect(page.errors).toEqual([]);
  });
});
