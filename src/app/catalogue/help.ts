import { subject, verbatim, type Message } from '../../core/catalogue/message.ts';

/** The sheet of keys. */
export const help = subject('page-help', {
  title: { en: 'Keyboard shortcuts', ko: '단축키' },
  close: { en: 'Close', ko: '닫기' },
  everywhere: { en: 'Everywhere', ko: '공통' },
  palette: { en: 'palette: go to anything', ko: '팔레트: 어디로든 이동' },
  search: { en: 'search in this view', ko: '이 화면에서 검색' },
  history: { en: 'back and forward', ko: '뒤로, 앞으로' },
  console: { en: 'console', ko: '콘솔' },
  inspector: { en: 'inspector', ko: '인스펙터' },
  escape: { en: 'close, or from a field back to its list', ko: '닫기, 또는 입력란에서 목록으로' },
  sheet: { en: 'this sheet', ko: '이 도움말' },
  links: { en: 'Links', ko: '링크' },
  go: { en: 'go there', ko: '해당 위치로 이동' },
  inspectOnly: { en: 'inspect only', ko: '인스펙터로만 보기' },
  newTab: { en: 'open in a new tab', ko: '새 탭에서 열기' },
  actions: { en: 'other ways to look at it', ko: '다른 방법으로 살펴보기' },
  tables: { en: 'Tables', ko: '표' },
  rows: { en: 'row by row; the inspector follows', ko: '행 이동, 인스펙터도 함께 바뀝니다' },
  toRows: { en: 'from the filter to the rows', ko: '필터에서 행으로 이동' },
  cells: { en: 'cell by cell', ko: '셀 이동' },
  followCell: { en: 'follow the cell’s link', ko: '셀의 링크 열기' },
  sort: { en: 'sort by the cell’s column', ko: '셀의 열로 정렬' },
  sortAlso: { en: 'then by this column too', ko: '이 열을 다음 정렬 기준으로 추가' },
  ends: { en: 'first and last row', ko: '처음 행, 마지막 행' },
  copyRow: { en: 'copy the row', ko: '행 복사' },
  consoleTitle: { en: 'Console', ko: '콘솔' },
  complete: {
    en: 'complete commands, options, symbols, members, PIDs',
    ko: '명령, 옵션, 심볼, 멤버, PID 자동 완성',
  },
  recall: { en: 'earlier commands', ko: '이전에 입력한 명령' },
  searchTyped: { en: 'search earlier commands', ko: '이전 명령 검색' },
  scrollOutput: { en: 'scroll the output', ko: '출력 스크롤' },
  findOutput: { en: 'find in the output', ko: '출력에서 찾기' },
  suggestion: { en: 'take the suggestion', ko: '제안된 내용 입력' },
  stop: { en: 'stop a command', ko: '명령 중지' },
  clear: { en: 'clear', ko: '화면 지우기' },
  code: { en: 'Memory and disassembly', ko: '메모리와 디스어셈블리' },
  move: { en: 'move', ko: '이동' },
  followCursor: { en: 'follow what the cursor is on', ko: '커서 위치의 링크 열기' },
  altClick: { en: 'Alt click', ko: 'Alt+클릭' },
  ctrlClick: { en: 'Ctrl click', ko: 'Ctrl+클릭' },
  rightClick: { en: 'right click', ko: '오른쪽 클릭' },
});

/** One group of the sheet: its title, and keys with what they do. */
export interface KeyGroup {
  readonly title: Message;
  readonly keys: readonly (readonly [key: Message, does: Message])[];
}

/** The keys and what they do, in the order of the help's sheet. */
export const SHEET: readonly KeyGroup[] = [
  {
    title: help.everywhere(),
    keys: [
      [verbatim('Ctrl K'), help.palette()],
      [verbatim('/'), help.search()],
      [verbatim('Alt ← →'), help.history()],
      [verbatim('Ctrl `'), help.console()],
      [verbatim('Ctrl I'), help.inspector()],
      [verbatim('Esc'), help.escape()],
      [verbatim('?'), help.sheet()],
    ],
  },
  {
    title: help.links(),
    keys: [
      [verbatim('Enter'), help.go()],
      [help.altClick(), help.inspectOnly()],
      [help.ctrlClick(), help.newTab()],
      [help.rightClick(), help.actions()],
    ],
  },
  {
    title: help.tables(),
    keys: [
      [verbatim('↓ Enter'), help.toRows()],
      [verbatim('↑ ↓'), help.rows()],
      [verbatim('← →'), help.cells()],
      [verbatim('Enter'), help.followCell()],
      [verbatim('S'), help.sort()],
      [verbatim('Shift S'), help.sortAlso()],
      [verbatim('Home End'), help.ends()],
      [verbatim('Ctrl C'), help.copyRow()],
    ],
  },
  {
    title: help.consoleTitle(),
    keys: [
      [verbatim('Tab'), help.complete()],
      [verbatim('↑ ↓'), help.recall()],
      [verbatim('Ctrl R'), help.searchTyped()],
      [verbatim('→'), help.suggestion()],
      [verbatim('PgUp PgDn'), help.scrollOutput()],
      [verbatim('Ctrl F'), help.findOutput()],
      [verbatim('Ctrl C, Esc'), help.stop()],
      [verbatim('Ctrl L'), help.clear()],
    ],
  },
  {
    title: help.code(),
    keys: [
      [verbatim('↑ ↓ PgUp PgDn'), help.move()],
      [verbatim('Enter'), help.followCursor()],
    ],
  },
];
