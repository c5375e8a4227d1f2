/**
 * Text is marked and copied across links and cells, as it is read. A link is a button, and browsers begin no selection
 * on one (Firefox leaves its text out, too: base.css); cells of a row are boxes, which they would copy one below the other.
 */

/** So far the pointer moves before it marks: less is a click. */
const STILL_PX = 4;

const LINE = 'tr, [role="row"], p, li, dt, dd, h1, h2, h3, pre > *, .line, .lines > *';
const CELL = 'td, th, [role="gridcell"], [role="columnheader"]';

/** Marks from a link on, while the pointer is held. Answers what takes the gesture's end: whether it was no click. */
export class Marking {
  /** Whether the pointer that was let go last has marked something. */
  marked = false;

  /** Call it when the pointer goes down on a link. */
  begin(event: PointerEvent): void {
    this.marked = false;
    if (event.button !== 0 || event.shiftKey || event.pointerType === 'touch') return;
    const { clientX: x, clientY: y } = event;
    const from = document.caretPositionFromPoint?.(x, y);
    if (!from) return;
    const move = (moved: PointerEvent): void => {
      if (!this.marked && Math.hypot(moved.clientX - x, moved.clientY - y) < STILL_PX) return;
      const to = document.caretPositionFromPoint(moved.clientX, moved.clientY);
      if (!to || !from.offsetNode.isConnected) return;
      this.marked = true;
      getSelection()?.setBaseAndExtent(from.offsetNode, from.offset, to.offsetNode, to.offset);
    };
    // What is marked under the pointer would be dragged away by it.
    const stay = (drag: DragEvent): void => drag.preventDefault();
    const end = (): void => {
      removeEventListener('dragstart', stay);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
    addEventListener('dragstart', stay);
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  }
}

/** Puts what is marked on the clipboard: cells of a row side by side. */
export function copyMarked(event: ClipboardEvent): void {
  const selection = getSelection();
  if (event.defaultPrevented || !selection || selection.isCollapsed || selection.rangeCount === 0) return;
  event.clipboardData?.setData('text/plain', textOf(selection.getRangeAt(0)));
  event.preventDefault();
}

/** The text of `range`: a line for each line of the page, a tab between cells. */
function textOf(range: Range): string {
  const root = range.commonAncestorContainer;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let text = '';
  let before: Element | null | undefined;
  let cellBefore: Element | null | undefined;
  for (
    let node = root.nodeType === Node.TEXT_NODE ? root : walker.nextNode();
    node;
    node = walker.nextNode()
  ) {
    const parent = node.parentElement;
    if (!range.intersectsNode(node) || !parent || isHidden(parent)) continue;
    const line = parent.closest(LINE);
    const cell = parent.closest(CELL);
    const end = node === range.endContainer ? range.endOffset : undefined;
    const part = (node.nodeValue ?? '').slice(node === range.startContainer ? range.startOffset : 0, end);
    if (part === '') continue;
    if (before !== undefined && line !== before) text = `${text.trimEnd()}\n`;
    else if (cellBefore !== undefined && cell !== cellBefore) text += '\t';
    text += cell ? part : part.replace(/\s*\n\s*/g, '');
    before = line;
    cellBefore = cell;
  }
  return text;
}

/** What is not to be read with the eyes is not what was marked. */
function isHidden(element: Element): boolean {
  return element.closest('[aria-hidden="true"], .hidden-text, style, script') !== null;
}
