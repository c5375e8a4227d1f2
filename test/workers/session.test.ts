import { expect, it, vi } from 'vitest';
import type { SessionApi } from '../../workers/api.ts';
import packed from 'virtual:engine';

const exposed = vi.hoisted((): { api?: SessionApi } => ({}));
vi.mock('comlink', async (original) => ({
  ...(await original<object>()),
  expose: (api: SessionApi) => (exposed.api = api),
}));

/** A log whose bytes come when `after` says so. */
function log(name: string, line: string, after: Promise<unknown>): File {
  const file = new File([line], name);
  const read = file.arrayBuffer.bind(file);
  const slice = file.slice.bind(file);
  const late = <T extends Blob>(blob: T): T =>
    Object.assign(blob, { arrayBuffer: () => after.then(() => Blob.prototype.arrayBuffer.call(blob)) });
  file.arrayBuffer = () => after.then(read);
  file.slice = (...range) => late(slice(...range));
  return file;
}

it('opens the file that was asked for last, however late an older one comes', async () => {
  vi.stubGlobal('self', globalThis);
  await import('../../workers/session.worker.ts');
  const api = exposed.api!;
  api.warm(Uint8Array.from(Buffer.from(packed, 'base64')).buffer, new Blob([]));
  let release = (): void => undefined;
  const slow = new Promise<void>((done) => (release = done));
  const older = api.open([log('older', '[    1.000000] older\n', slow)], () => undefined);
  const refused = expect(older).rejects.toThrow(/Another file was chosen/);
  const newer = await api.open([log('newer', '[    1.000000] newer\n', Promise.resolve())], () => undefined);
  expect(newer.summary.file).toBe('newer');
  release();
  await refused;
  expect(api.find('newer', 5)).toHaveLength(1);
  expect(api.find('older', 5)).toEqual([]);
});

/** A file whose bytes a worker reads at once, as browsers let it. */
function readable(name: string, line: string): File {
  const bytes = new TextEncoder().encode(line);
  const slice = (from = 0, to = bytes.length): object => ({ bytes: bytes.slice(from, to) });
  return Object.assign(new File([line], name), { slice }) as unknown as File;
}

it('takes the names of all files that were given out of a redacted report', async () => {
  vi.stubGlobal(
    'FileReaderSync',
    class {
      readAsArrayBuffer = ({ bytes }: { bytes: Uint8Array<ArrayBuffer> }): ArrayBuffer => bytes.buffer;
    },
  );
  const api = exposed.api!;
  const files = ['zephyr-atlas.log', 'merle-corp.log'].map((name, i) =>
    readable(name, `[    ${i}.000000] Kernel panic - not syncing: see zephyr-atlas.log in merle-corp\n`),
  );
  await api.open(files, () => undefined);
  expect(await api.report('json', false, '1')).toMatch(/zephyr-atlas.*merle-corp/);
  expect(await api.report('json', true, '1')).not.toMatch(/zephyr-atlas|merle-corp/);
});
