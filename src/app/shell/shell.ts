/** The inner side of the talk with the outer document (src/shell/protocol.ts). */
import { OopscopeError } from '../../core/errors.ts';
import { analyzer } from '../catalogue/start.ts';
import {
  KNOCK,
  PORT,
  type FromInner,
  type FromOuter,
  type PartName,
  type SettingKey,
} from '../../shell/protocol.ts';

/** What the outer document tells when the app starts. */
export interface Hello {
  readonly settings: Readonly<Partial<Record<SettingKey, string>>>;
  readonly build: string;
  readonly sample?: string;
}

/** The outer document, as the app sees it: settings are kept there, files saved, packed parts asked for. */
export class Shell {
  private readonly port: MessagePort;
  private readonly parts = new Map<
    PartName,
    { done: (bytes: ArrayBuffer) => void; fail: (error: Error) => void }[]
  >();
  /** Files dropped beside the frame. */
  onfiles: ((files: readonly File[]) => void) | undefined;
  /** What was pasted beside it. */
  onpaste: ((files: readonly File[]) => void) | undefined;

  private constructor(
    port: MessagePort,
    readonly hello: Hello,
  ) {
    this.port = port;
    port.onmessage = (event: MessageEvent<FromOuter>) => this.hear(event.data);
  }

  /** Knocks at the outer document; answers when it has given its port and said hello. */
  static connect(): Promise<Shell> {
    return new Promise((done) => {
      addEventListener('message', function answered(event: MessageEvent) {
        if (event.source !== parent || event.data !== PORT || !event.ports[0]) return;
        removeEventListener('message', answered);
        const port = event.ports[0];
        port.onmessage = ({ data }: MessageEvent<FromOuter>) => {
          if (data.kind === 'hello') done(new Shell(port, data));
        };
      });
      parent.postMessage(KNOCK, '*');
    });
  }

  save(name: string, content: BlobPart, type = 'text/plain'): void {
    this.tell({ kind: 'save', name, blob: new Blob([content], { type }) });
  }

  keep(key: SettingKey, value: string): void {
    this.tell({ kind: 'set', key, value });
  }

  guard(on: boolean): void {
    this.tell({ kind: 'guard', on });
  }

  /** The unpacked bytes of a part of the page. Each asking gives fresh bytes. */
  part(name: PartName): Promise<ArrayBuffer> {
    return new Promise((done, fail) => {
      const list = this.parts.get(name) ?? [];
      list.push({ done, fail });
      this.parts.set(name, list);
      this.tell({ kind: 'part', name });
    });
  }

  private tell(message: FromInner): void {
    this.port.postMessage(message);
  }

  private hear(data: FromOuter): void {
    if (data.kind === 'files') this.onfiles?.(data.files);
    if (data.kind === 'pasted') this.onpaste?.(data.files);
    if (data.kind !== 'part') return;
    const asked = this.parts.get(data.name)?.shift();
    if (data.bytes) asked?.done(data.bytes);
    else asked?.fail(new OopscopeError(analyzer.damaged({ part: data.name, reason: data.why })));
  }
}
