/** Files of a folder that are taken, and how deep a dropped one is looked into. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 12;

/**
 * The files that were dropped; those of a folder have their path in it as their name. A folder that the browser does not
 * let the page look into (Chromium, where the page is a file) is an empty file whose name ends in a slash. What was dropped
 * has to be asked for before the event ends, so the call must be made within it.
 */
export async function dropped(transfer: DataTransfer | null): Promise<File[]> {
  const plain = [...(transfer?.files ?? [])];
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some((entry) => entry.isDirectory)) return plain;
  const found: File[] = [];
  for (const [i, entry] of entries.entries()) {
    // Beside a folder a file is asked for as it was given: its entry may not be readable either.
    if (entry.isFile && plain[i]?.name === entry.name) found.push(plain[i]);
    else if (!(await gather(entry, found, 0))) found.push(new File([], `${entry.name}/`));
  }
  return found;
}

/** The files that were chosen with `input`, which takes files or a folder; named as `dropped` does. */
export function chosen(input: HTMLInputElement): File[] {
  return [...(input.files ?? [])]
    .slice(0, MAX_FILES)
    .map((file) => (file.webkitRelativePath ? new File([file], file.webkitRelativePath) : file));
}

/** Puts the files of `entry` into `found`; false when it cannot be looked into. */
async function gather(entry: FileSystemEntry, found: File[], depth: number): Promise<boolean> {
  if (found.length >= MAX_FILES || depth > MAX_DEPTH) return true;
  if (entry.isFile) {
    const file = await new Promise<File | undefined>((done) => {
      (entry as FileSystemFileEntry).file(done, () => done(undefined));
    });
    // A file made of another one shares its bytes.
    if (file) found.push(depth === 0 ? file : new File([file], entry.fullPath.replace(/^\//, '')));
    return file !== undefined;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const part = await new Promise<FileSystemEntry[] | undefined>((done) => {
      reader.readEntries(done, () => done(undefined));
    });
    if (part === undefined) return false;
    if (part.length === 0) return true;
    for (const each of part) await gather(each, found, depth + 1);
  }
}
