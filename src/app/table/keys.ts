/** Where a key of a list or grid moves the cursor; undefined when it moves nothing. */
export function gridKey(event: KeyboardEvent, at: number, rows: number, page: number): number | undefined {
  if (event.altKey) return undefined;
  switch (event.key) {
    case 'ArrowDown':
      return Math.min(rows - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(rows - 1, at + page);
    case 'PageUp':
      return Math.max(0, at - page);
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return undefined;
  }
}
