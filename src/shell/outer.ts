/**
 * The outer document: the frame, what is kept between visits, saving, the question before leaving. It holds the
 * packed parts (worker, engine, sample) and hands them in when asked; it never sees the bytes of a dump.
 */
import { dropped } from './dropped.ts';
import { lockdown } from './lockdown.ts';
import { pasted } from './pasted.ts';
import {
  KNOCK,
  PORT,
  SAVE_NAME,
  SETTING_KEYS,
  type FromInner,
  type FromOuter,
  type PartName,
  type SettingKey,
} from './protocol.ts';
import { unpack } from './unpack.ts';

lockdown();

const PREFIX = 'oopscope.';
/** Said where not even the app's document can be unpacked. */
const DAMAGED = {
  en: 'This file is damaged; get it anew.',
  ko: '이 파일이 손상되었습니다. 다시 받으세요.',
};
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML(markup: string): string },
  ): { createHTML(markup: string): string };
}
const policy = (globalThis as unknown as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy(
  'oopscope',
  {
    createHTML: (markup) => markup,
  },
) ?? { createHTML: (markup: string) => markup };

let port: MessagePort | undefined;
let guarded = false;
/** Files dropped before the app has knocked. */
let waiting: readonly File[] = [];

const frame = (): HTMLIFrameElement | null => document.querySelector('iframe');
const partOf = (name: PartName): HTMLScriptElement | null =>
  document.querySelector(`script[data-part="${name}"]`);

function tell(message: FromOuter, transfer: Transferable[] = []): void {
  port?.postMessage(message, transfer);
}

function readSettings(): Partial<Record<SettingKey, string>> {
  const found: Partial<Record<SettingKey, string>> = {};
  try {
    for (const key of SETTING_KEYS) {
      const value = localStorage.getItem(PREFIX + key);
      if (value !== null) found[key] = value;
    }
  } catch {
    // Storage switched off: settings last as long as the page.
  }
  return found;
}

function keep(key: SettingKey, value: string): void {
  if (!SETTING_KEYS.includes(key)) return;
  try {
    localStorage.setItem(PREFIX + key, String(value).slice(0, 65536));
  } catch {
    // See readSettings.
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(blob);
  link.href = url; // always blob:, never text from the inner side
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const parsed = new Promise<void>((done) => {
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => done(), { once: true });
  else done();
});

async function bytesOf(name: PartName): Promise<ArrayBuffer> {
  await parsed; // the parts stand last in the document
  const element = partOf(name);
  if (!element) throw new Error(`the part ${name} is not in this page`);
  return unpack(element.textContent ?? '');
}

/** The app's document goes into the frame, which is out of sight before: what is dropped until then falls on this document. */
async function showApp(): Promise<void> {
  try {
    const markup = new TextDecoder().decode(await bytesOf('inner'));
    const element = frame();
    if (!element) return;
    element.srcdoc = policy.createHTML(markup);
    element.hidden = false;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    document.body.textContent = DAMAGED[navigator.language.startsWith('ko') ? 'ko' : 'en'] + ` (${why})`;
  }
}

async function handIn(name: PartName): Promise<void> {
  try {
    const bytes = await bytesOf(name);
    tell({ kind: 'part', name, bytes }, [bytes]);
  } catch (error) {
    tell({ kind: 'part', name, why: error instanceof Error ? error.message : String(error) });
  }
}

function hear({ data }: MessageEvent<FromInner>): void {
  if (data.kind === 'save' && data.blob instanceof Blob && SAVE_NAME.test(data.name))
    save(data.blob, data.name);
  else if (data.kind === 'set') keep(data.key, data.value);
  else if (data.kind === 'guard') guarded = data.on === true;
  else if (data.kind === 'part') void handIn(data.name);
}

addEventListener('message', async (event) => {
  if (event.data !== KNOCK || event.source !== frame()?.contentWindow) return;
  // Firefox puts the frame's old document back on a reload before showApp() fills it: the last one that knocks is the app.
  port?.close();
  guarded = false;
  const channel = new MessageChannel();
  port = channel.port1;
  port.onmessage = hear;
  frame()?.contentWindow?.postMessage(PORT, '*', [channel.port2]);
  // The keyboard belongs to the app.
  frame()?.focus();
  const root = document.documentElement.dataset;
  tell({
    kind: 'hello',
    settings: readSettings(),
    build: root.build ?? '',
    sample: root.sample || undefined,
  });
  if (waiting.length) tell({ kind: 'files', files: waiting });
  waiting = [];
});

addEventListener('beforeunload', (event) => {
  if (guarded) event.preventDefault();
});

// A file dropped beside the frame goes into it and never replaces the page.
window.addEventListener('dragover', (event) => event.preventDefault());
window.addEventListener('drop', (event) => {
  event.preventDefault();
  void dropped(event.dataTransfer).then((files) => handOn('files', files));
});
// Nor is there anything to paste into outside of it.
window.addEventListener('paste', (event) => handOn('pasted', pasted(event)));

function handOn(kind: 'files' | 'pasted', files: readonly File[]): void {
  if (!files.length) return;
  if (port) tell({ kind, files });
  else waiting = files;
}

addEventListener('focus', () => frame()?.focus());

void showApp();
