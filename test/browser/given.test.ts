import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildTar } from '../build/packed.ts';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** A crash as people have it: the folder of kdump, packed, in an archive; dropped or chosen. */
describe.each(engines())('what is given in %s', (engine) => {
  const room = mkdtempSync(join(tmpdir(), 'oopscope-given-'));
  const folder = join(room, '127.0.0.1-2026-11-23-00:10:27');
  const archive = join(room, 'crash.tar');
  const packed = join(room, 'vmcore.gz');
  let page: OpenPage;

  beforeAll(() => {
    const dump = readFileSync(SAMPLE);
    mkdirSync(join(folder, 'deeper'), { recursive: true });
    copyFileSync(SAMPLE, join(folder, 'vmcore'));
    writeFileSync(join(folder, 'kexec-dmesg.log'), 'nothing to see\n');
    writeFileSync(join(folder, 'deeper', 'README'), 'a file beside\n');
    writeFileSync(packed, gzipSync(dump, { level: 1 }));
    writeFileSync(
      archive,
      buildTar([
        ['crash/README', Buffer.from('hello\n')],
        ['crash/vmcore', dump],
      ]),
    );
  });
  afterAll(() => rmSync(room, { recursive: true }));
  afterEach(() => OpenPage.end(page));

  const verdict = (): Promise<string> => page.waitText('[data-view="verdict"] h1', /NULL pointer/);

  /** Drops `path` where a user would; BiDi has no drag of files, there it is chosen. */
  async function drop(path: string): Promise<void> {
    if (engine === 'firefox') return page.choose(path);
    const session = await page.page.createCDPSession();
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }

  it.each([
    ['packed', packed],
    ['in an archive', archive],
  ])('a dump that is %s', async (_, path) => {
    page = await OpenPage.open(engine);
    await drop(path);
    await verdict();
  });

  it('a folder that is chosen', async () => {
    page = await OpenPage.open(engine);
    await page.app.waitForSelector('[data-folder]');
    const input = await page.app.waitForSelector('input#folder');
    if (engine === 'chromium')
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(folder);
    // BiDi chooses no folders: the files are given as the browser would give them.
    else
      await page.app.evaluate((bytes) => {
        const files = new DataTransfer();
        const add = (path: string, content: BlobPart): void => {
          const file = new File([content], path.split('/').at(-1) ?? '');
          Object.defineProperty(file, 'webkitRelativePath', { value: path });
          files.items.add(file);
        };
        add('crash/README', 'hello');
        add(
          'crash/deeper/vmcore',
          Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0)),
        );
        const chooser = document.querySelector('#folder') as HTMLInputElement;
        Object.defineProperty(chooser, 'files', { value: files.files });
        Object.defineProperty(chooser, 'value', { value: '', writable: true });
        chooser.dispatchEvent(new Event('change', { bubbles: true }));
      }, readFileSync(SAMPLE).toString('base64'));
    await verdict();
  });

  it.runIf(engine === 'chromium')('a folder that is dropped: opened, or said why not', async () => {
    page = await OpenPage.open(engine);
    await drop(folder);
    await page.app.waitForSelector('[data-view="verdict"] h1, [role="alert"]');
    const said = await page.text('[data-view="verdict"] h1, [role="alert"]');
    expect(said).toMatch(/NULL pointer|is a folder[\s\S]*Choose a folder/);
  });
});
