import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from './browsers.ts';
import { OpenPage, SAMPLE } from './page.ts';

/** Controls of one kind (links of cells, heads of columns) that are tried in one view. */
const MAX_ALIKE = 3;
/** Controls that tables have alike (filter, export, columns, heads) are tried in so many views. */
const MAX_VIEWS = 6;
/** What ends the page's look at this dump, or the page itself: tried elsewhere (life.test.ts). */
const ELSEWHERE = /^(open|close|another|다른)/i;
/** What shows nothing new after the control before it; that it acts is seen elsewhere (controls.test.ts). */
const SHOWN_ALREADY = new Set(['types: button Show']);
/** How long a control may take to show something, in milliseconds. */
const PATIENCE = 4000;

/** A control as it is found again after the view was drawn anew. */
interface Control {
  /** What it is and what it is called: "button Export", "columnheader PID". */
  readonly name: string;
  /** Which one of those that are called so. */
  readonly nth: number;
}

/**
 * Whatever a view offers does something: every button, field, head of a column and some links of every view are used once,
 * and each must change the document, save a file, or copy. What exists is read from the document, not from a list.
 */
describe.each(engines())('every control of every view in %s', (engine) => {
  let page: OpenPage;
  let views: string[] = [];

  beforeAll(async () => {
    page = await OpenPage.open(engine);
    await page.openDump(SAMPLE);
    await page.app.evaluate(() => {
      const watched = globalThis as unknown as { changes: number };
      watched.changes = 0;
      new MutationObserver((changes) => {
        watched.changes += changes.filter(({ attributeName }) => attributeName !== 'data-pressed').length;
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      for (const event of ['copy', 'scroll'])
        document.addEventListener(event, () => void watched.changes++, { capture: true });
    });
    views = await page.app.$$eval('[data-go]', (all) => [
      ...new Set(all.map((each) => (each as HTMLElement).dataset.go ?? '')),
    ]);
  });
  afterAll(async () => {
    await page?.close();
  });

  async function changes(): Promise<number> {
    return page.app.evaluate(() => (globalThis as unknown as { changes: number }).changes);
  }

  /** The view, drawn, with nothing over it. */
  async function show(view: string): Promise<void> {
    await page.page.keyboard.press('Escape');
    await page.go(view);
    await page.app.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), { timeout: 30_000 });
    // Drawn, until nothing has changed for a while.
    for (let had = -1, now = await changes(); now !== had; now = await changes()) {
      had = now;
      await new Promise((done) => setTimeout(done, 120));
    }
  }

  async function controls(view: string): Promise<Control[]> {
    return page.app.$$eval(
      `[data-view="${view}"] :is(button, input, select, [role="columnheader"])`,
      (all, most) => {
        const count = new Map<string, number>();
        const kinds = new Map<string, number>();
        return all.flatMap((element) => {
          const it = element as HTMLInputElement;
          const called = it.getAttribute('aria-label') ?? it.title ?? '';
          const kind = it.getAttribute('role') ?? it.tagName.toLowerCase();
          const name = `${kind} ${called || it.textContent.trim().slice(0, 40)}`;
          const nth = count.get(name) ?? 0;
          count.set(name, nth + 1);
          if (
            it.disabled ||
            it.offsetParent === null ||
            // What is chosen already cannot be chosen again.
            it.matches('[aria-disabled="true"], [aria-pressed="true"], [aria-current="true"]') ||
            // Heads that do not sort, and the filter of an empty list.
            (kind === 'columnheader' && !it.querySelector('button')) ||
            (it.matches('[data-filter]') &&
              !it.closest('[data-view]')?.querySelector('[role="gridcell"], li, td, pre'))
          )
            return [];
          // Links are alike; so are heads.
          const alike = (it.dataset.ref ?? it.dataset.stack) ? 'link' : kind === 'columnheader' ? kind : name;
          const seen = kinds.get(alike) ?? 0;
          kinds.set(alike, seen + 1);
          return seen < most ? [{ name, nth }] : [];
        });
      },
      MAX_ALIKE,
    );
  }

  /** Uses `control` and says whether anything came of it; undefined when it is not there any more. */
  async function use(view: string, control: Control): Promise<boolean | undefined> {
    const before = await changes();
    const there = await page.app.evaluate(
      (of, { name, nth }) => {
        const found = [
          ...document.querySelectorAll(
            `[data-view="${of}"] :is(button, input, select, [role="columnheader"])`,
          ),
        ]
          .map((element) => element as HTMLInputElement)
          .filter((it) => {
            const called = it.getAttribute('aria-label') ?? it.title ?? '';
            const kind = it.getAttribute('role') ?? it.tagName.toLowerCase();
            return `${kind} ${called || it.textContent.trim().slice(0, 40)}` === name;
          })[nth] as HTMLInputElement | undefined;
        if (!found || found.disabled || (found.role === 'columnheader' && !found.querySelector('button')))
          return false;
        found.focus();
        if (found instanceof HTMLSelectElement) {
          found.selectedIndex += found.selectedIndex > 0 ? -1 : 1;
          found.dispatchEvent(new Event('change', { bubbles: true }));
        } else if (
          found instanceof HTMLInputElement &&
          !['checkbox', 'radio', 'button'].includes(found.type)
        ) {
          const words = found.closest('[data-view]')?.querySelector('[role="grid"]')
            ? ['init', 'a']
            : ['schedule', 'panic'];
          found.value = words.find((word) => word !== found.value) ?? '';
          found.dispatchEvent(new Event('input', { bubbles: true }));
          // Of a filter Enter goes to the rows, and what the row there is would be shown before it is asked for (keys.test.ts).
          if (!found.matches('[data-filter]'))
            found.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
          found.dispatchEvent(new Event('change', { bubbles: true }));
        } else (found.querySelector('button') ?? found).click();
        return true;
      },
      view,
      control,
    );
    if (!there) return undefined;
    for (const until = Date.now() + PATIENCE; Date.now() < until;) {
      if ((await changes()) > before) return true;
      await new Promise((done) => setTimeout(done, 40));
    }
    return false;
  }

  // Each control is used in a view that is drawn anew for it, which takes minutes.
  it('does something when it is used', { timeout: 900_000 }, async () => {
    expect(views.length).toBeGreaterThan(10);
    const idle: string[] = [];
    let used = 0;
    const tried = new Map<string, number>();
    for (const view of views) {
      await show(view);
      for (const control of (await controls(view)).filter(
        ({ name }) => !ELSEWHERE.test(name.split(' ')[1] ?? ''),
      )) {
        const alike = control.name.startsWith('columnheader') ? 'columnheader' : control.name;
        const before = tried.get(alike) ?? 0;
        if (before >= MAX_VIEWS * (alike === 'columnheader' ? MAX_ALIKE : 1)) continue;
        tried.set(alike, before + 1);
        const done = await use(view, control);
        const name = `${view}: ${control.name}`;
        if (done === false && !SHOWN_ALREADY.has(name)) idle.push(name);
        if (done !== undefined) used++;
        await show(view);
      }
    }
    expect(idle).toEqual([]);
    expect(used).toBeGreaterThan(views.length);
    expect(page.errors).toEqual([]);
  });
});
