/** Files of a dropped folder that are taken, and how deep it is looked into. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 12;

/**
 * The files that were dropped; those of a folder have their path in it as their name. What was dropped has to be asked for
 * before the event ends, so the call must be made within it.
 */
export async function dropped(transfer: DataTransfer | null): Promise<File[]> {
  const plain = [...(transfer?.files ?? [])];
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some((entry) => entry.isDirectory)) return plain;
  const found: File[] = [];
  for (const entry of entries) await gather(entry, found, 0);
  return found;
}

async function gather(entry: FileSystemEntry, found: File[], depth: number): Promise<void> {
  if (found.length >= MAX_FILES || depth > MAX_DEPTH) return;
  if (entry.isFile) {
    const file = await new Promise<File | undefined>((done) => {
      (entry as FileSystemFileEntry).file(done, () => done(undefined));
    });
    // A file made of another one shares its bytes.
    if (file) found.push(depth === 0 ? file : new File([file], entry.fullPath.replace(/^\//, '')));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((done) => {
      reader.readEntries(done, () => done([]));
    });
    if (part.length === 0) return;
    for (const each of part) await gather(each, found, depth + 1);
  }
}
