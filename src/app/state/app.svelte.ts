import { createContext } from 'svelte';
import { frame } from '../catalogue/frame.ts';
import { analyzer, start } from '../catalogue/start.ts';
import type { Message } from '../../core/catalogue/message.ts';
import { saidBy } from '../../core/errors.ts';
import { type Shell } from '../shell/shell.ts';
import { WorkerMaker } from '../shell/worker.ts';
import { Workspace } from './workspace.svelte.ts';
import { Layout } from './layout.svelte.ts';
import { RemoteSession } from './remote.ts';
import { Settings } from './settings.svelte.ts';

/** How long it is said that something was done. */
const NOTE_MS = 4000;

/** How far the page is with its file; `data-state` of the root element. */
export type Stage = 'empty' | 'opening' | 'open' | 'failed';

/** `steps` and a new one; one that says how far it is takes the place of what it said before. */
function stepsWith(steps: readonly Step[], what: Message, at: number): Step[] {
  const last = steps.at(-1);
  const again = last !== undefined && last.what.fields.said === what.fields.said;
  return again ? [...steps.slice(0, -1), { what, at: last.at }] : [...steps, { what, at }];
}

/** A step of opening that has begun. */
export interface Step {
  readonly what: Message;
  /** Milliseconds since the file was chosen. */
  readonly at: number;
}

/**
 * The page: no dump, one that is being opened, an open one, or one that could not be. An open dump stays as it is until
 * another one stands: what fails, or is given up, costs nothing.
 */
export class App {
  stage = $state<Stage>('empty');
  file = $state.raw<{ readonly name: string; readonly size: number } | undefined>();
  steps = $state.raw<readonly Step[]>([]);
  error = $state.raw<Message | undefined>();
  workspace = $state.raw<Workspace | undefined>();
  /** A file that could not be opened while another is open: said until it is put away. */
  refused = $state.raw<{ readonly name: string; readonly why: Message } | undefined>();
  /** What was done last and left no other trace, said for a moment. */
  noted = $state.raw<Message | undefined>();
  /** From the file being chosen to the verdict being there. */
  openedIn = $state(0);

  readonly settings: Settings;
  readonly layout: Layout;
  readonly workers: WorkerMaker;
  private opening: RemoteSession | undefined;
  private turn = 0;
  private passing: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly shell: Shell) {
    this.settings = new Settings(shell);
    this.layout = new Layout(this.settings);
    this.workers = new WorkerMaker(shell);
    shell.onfiles = (files) => void this.open(files);
    shell.onpaste = (files) => void this.paste(files);
  }

  async open(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    // A folder that was dropped and is not let be read (src/shell/dropped.ts).
    const closed = files.find(({ name }) => name.endsWith('/'));
    if (closed) {
      const name = closed.name.slice(0, -1);
      if (files.length > 1) return this.open(files.filter((each) => each !== closed));
      return this.refuse(name, start.folderClosed({ name }));
    }
    const turn = ++this.turn;
    const began = performance.now();
    this.giveUp();
    this.stage = 'opening';
    this.error = undefined;
    this.refused = undefined;
    this.file = { name: files[0].name, size: files.reduce((sum, file) => sum + file.size, 0) };
    this.steps = [];
    try {
      const worker = await this.workers.take();
      const session = new RemoteSession(worker);
      if (turn !== this.turn) return session.stop();
      this.opening = session;
      const opened = await session.open(files, (what) => {
        if (turn === this.turn) this.steps = stepsWith(this.steps, what, performance.now() - began);
      });
      if (turn !== this.turn) return;
      this.opening = undefined;
      this.workspace?.end();
      const workspace = new Workspace(this, session, opened);
      this.workspace = workspace;
      this.stage = 'open';
      this.shell.guard(true);
      await workspace.start();
      this.openedIn = performance.now() - began;
      void session.died.then((why) => {
        if (this.workspace === workspace) this.fail(analyzer.stopped({ reason: why }));
      });
    } catch (error) {
      if (turn !== this.turn) return;
      this.giveUp();
      this.refuse(files[0].name, saidBy(error));
    }
    this.workers.prepare();
  }

  /** What was pasted, the text of a log: opened where nothing is open; an open dump is not pasted over. */
  async paste(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    if (this.stage === 'empty' || this.stage === 'failed') await this.open(files);
    else this.note(frame.notPasted());
  }

  /** Gives up what is being opened. */
  cancel(): void {
    if (this.stage !== 'opening') return;
    this.turn++;
    this.giveUp();
    this.stage = this.workspace ? 'open' : 'empty';
    this.workers.prepare();
  }

  /** Says `what` for a moment. */
  note(what: Message): void {
    this.noted = what;
    clearTimeout(this.passing);
    this.passing = setTimeout(() => (this.noted = undefined), NOTE_MS);
  }

  /** Copies `text`, which may still be on its way, and says so: `what`, or what kept it from being copied. Answers whether it was. */
  async copy(text: string | Promise<string>, what: Message = frame.copied()): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(await text);
      this.note(what);
      return true;
    } catch (error) {
      this.note(frame.notCopied({ why: saidBy(error) }));
      return false;
    }
  }

  /** Saves `text` as `file`, and says so: `what`, or that it was. */
  save(file: string, text: string, what: Message = frame.saved({ file }), type?: string): void {
    this.shell.save(file, text, type);
    this.note(what);
  }

  async openSample(): Promise<void> {
    const name = this.shell.hello.sample;
    if (name) await this.open([new File([await this.shell.part('sample')], name)]);
  }

  /** Stops what is being opened. */
  private giveUp(): void {
    this.opening?.stop();
    this.opening = undefined;
  }

  /** `name` is not opened: what is open stays. */
  private refuse(name: string, why: Message): void {
    if (this.workspace && this.stage !== 'failed') {
      this.refused = { name, why };
      this.stage = 'open';
    } else {
      this.file = { name, size: this.file?.size ?? 0 };
      this.fail(why);
    }
  }

  /** Nothing is open any more, and why. */
  private fail(why: Message): void {
    this.workspace?.end();
    this.workspace = undefined;
    this.shell.guard(false);
    this.error = why;
    this.stage = 'failed';
  }
}

export const [useApp, provideApp] = createContext<App>();
