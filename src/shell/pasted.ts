/** Name of what was pasted: the page and reports show it where they show a file's. */
const NAME = 'pasted.log';
/** So much is a log; more than that is given as a file. */
const MAX_TEXT = 512 * 1024 * 1024;

/** The files, or else the text as a file, that `event` brings; none when it is meant for a field that is being typed in. */
export function pasted(event: ClipboardEvent): File[] {
  const { target, clipboardData } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return [];
  const files = [...(clipboardData?.files ?? [])];
  const text = files.length > 0 ? '' : (clipboardData?.getData('text/plain') ?? '');
  if (text.trim() === '' || text.length > MAX_TEXT) return files;
  return [new File([text], NAME, { type: 'text/plain' })];
}
