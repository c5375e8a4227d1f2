import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage } from './page.ts';

const LOG = [
  'Linux version 6.1.0-50-amd64 (x@y) (gcc-12)',
  'usb 1-1: new high-speed USB device number 4 using xhci_hcd',
  'BUG: kernel NULL pointer dereference, address: 0000000000000008',
  '#PF: supervisor read access in kernel mode',
  '#PF: error_code(0x0000) - not-present page',
  'Oops: 0000 [#1] PREEMPT SMP',
  'CPU: 0 PID: 166 Comm: agent Not tainted 6.1.0-50-amd64 #1',
  'RIP: 0010:foo+0x10/0x20 [bar]',
  'Call Trace:',
  ' do_syscall_64+0x3b/0x90',
]
  .map((text, i) => `Nov 26 12:00:01 host kernel: [   12.34567${i}] ${text}`)
  .join('\n');

describe.each(engines())('the text of a log in %s', (engine) => {
  let page: OpenPage;
  beforeAll(async () => {
    page = await OpenPage.open(engine);
  });
  afterAll(async () => {
    await page?.close();
  });

  const paste = (text: string): Promise<void> =>
    page.app.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      // Firefox has its own two fields for it.
      const init = { clipboardData, data: pasted, dataType: 'text/plain', bubbles: true };
      document.body.dispatchEvent(new ClipboardEvent('paste', init));
    }, text);

  it('is opened when it is pasted on the cold page', async () => {
    await paste(LOG);
    await page.app.waitForSelector('[data-view="verdict"] h1', { timeout: 60_000 });
    expect(await page.text('[data-view="verdict"]')).toMatch(/NULL pointer[\s\S]*foo\+0x10/);
  });

  it('links what there is, lines and views: nothing leads into memory that is not there', async () => {
    const kinds = await page.app.$$eval('[data-view="verdict"] [data-ref]', (links) =>
      links.map((link) => (link as HTMLElement).dataset.ref?.split(':')[0]),
    );
    expect(kinds.length).toBeGreaterThan(2);
    expect([...new Set(kinds)].filter((kind) => kind !== 'log' && kind !== 'view')).toEqual([]);
    // What would be a link elsewhere is still said.
    expect(await page.text('[data-view="verdict"] .frames')).toMatch(/do_syscall_64\+0x3b/);
  });

  it('has its lines and its console, and no view that would need memory', async () => {
    await page.go('log');
    await page.waitText('[data-view="log"] [role="grid"]', /usb 1-1: new high-speed/);
    await page.click('[data-oops]');
    await page.waitText('[data-view="log"] [role="grid"]', /BUG: kernel NULL pointer/);
    const views = await page.app.$$eval('[data-go]', (all) =>
      all.map((each) => (each as HTMLElement).dataset.go),
    );
    expect(views.sort()).toEqual(['about', 'console', 'log', 'verdict']);
    expect(await page.command('log | grep -c usb')).toContain('1');
    expect(await page.command('bt')).toMatch(/dump/);
  });

  it('is opened when it is chosen, with others that belong to it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oopscope-parts-'));
    const lines = LOG.split('\n').map((line) => line.slice('Nov 26 12:00:01 host kernel: '.length));
    const parts = [lines.slice(5), lines.slice(0, 5)].map((part, i) => {
      const path = join(folder, `dmesg-efi-${i}`);
      writeFileSync(path, [`Panic#1 Part${i + 1}`, ...part, ''].join('\n'));
      return path;
    });
    await page.choose(...parts);
    await page.waitText('[data-view="verdict"]', /foo\+0x10/);
    // What a log cannot answer is not offered.
    expect(await page.app.$$('.same .command')).toEqual([]);
    expect(await page.command('log | head -1')).toContain('Linux version');
  });
});
