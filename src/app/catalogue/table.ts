import { grouped, subject, text } from '../../core/catalogue/message.ts';

/** The one table of the page: its filter, its columns, what it can be saved as. */
export const table = subject('page-table', {
  sort: { en: 'Sort by this column', ko: '이 열로 정렬' },
  sortAlso: {
    en: 'Shift click: after the columns chosen before',
    ko: 'Shift+클릭: 앞서 고른 열 다음 기준으로 추가',
  },
  widen: {
    en: 'Drag: width. Double click: as wide as what is shown',
    ko: '드래그: 너비 조절. 더블 클릭: 내용에 맞춤',
  },
  onlyThis: text<{ value: string }>({
    en: ({ value }) => `Only rows with ${value}`,
    ko: ({ value }) => `${value} 값인 행만 표시`,
  }),
  withoutThis: text<{ value: string }>({
    en: ({ value }) => `Rows without ${value}`,
    ko: ({ value }) => `${value} 값인 행 제외`,
  }),
  copyRow: { en: 'Copy row', ko: '행 복사' },
  copyRowJson: { en: 'Copy row as JSON', ko: '행을 JSON으로 복사' },
  filter: { en: 'Filter', ko: '필터' },
  filterHelp: {
    en: 'Words that must be in the row. column:word looks in one column, -word leaves out, column>number compares.',
    ko: '행에 들어 있어야 할 단어를 입력합니다. 열:단어는 그 열에서만 찾고, -단어는 제외하며, 열>숫자는 값을 비교합니다.',
  },
  rows: text<{ shown: number; all: number }>({
    en: ({ shown, all }) =>
      shown === all
        ? all === 1
          ? '1 row'
          : `${grouped(all)} rows`
        : `${grouped(shown)} of ${grouped(all)} rows`,
    ko: ({ shown, all }) =>
      shown === all ? `${grouped(all)}행` : `${grouped(all)}행 중 ${grouped(shown)}행`,
  }),
  yes: { en: 'yes', ko: '예' },
  no: { en: 'no', ko: '아니요' },
  columns: { en: 'Columns', ko: '열 선택' },
  export: { en: 'Export', ko: '내보내기' },
  csv: { en: 'Save as CSV', ko: 'CSV로 저장' },
  json: { en: 'Save as JSON', ko: 'JSON으로 저장' },
  copy: { en: 'Copy as text', ko: '텍스트로 복사' },
  loading: { en: 'Loading …', ko: '읽는 중…' },
  stop: { en: 'Stop', ko: '중지' },
  stopped: { en: 'Stopped: the list is incomplete', ko: '중지됨: 목록이 일부만 표시됩니다' },
  saved: text<{ count: number; file: string }>({
    en: ({ count, file }) => `${grouped(count)} ${count === 1 ? 'row' : 'rows'} saved as ${file}`,
    ko: ({ count, file }) => `${grouped(count)}행을 ${file} 파일로 저장했습니다`,
  }),
  copied: text<{ count: number }>({
    en: ({ count }) => `${grouped(count)} ${count === 1 ? 'row' : 'rows'} copied`,
    ko: ({ count }) => `${grouped(count)}행을 복사했습니다`,
  }),
  only: { en: 'Only of', ko: '대상:' },
  whole: { en: 'Show all', ko: '전체 표시' },
  noneLeft: { en: 'No row matches the filter.', ko: '필터와 일치하는 행이 없습니다.' },
  noneKept: {
    en: 'No row matches: the filter and what is chosen beside it leave all out.',
    ko: '일치하는 행이 없습니다. 필터와 옆에서 고른 조건이 모든 행을 제외합니다.',
  },
  clear: { en: 'Clear the filter', ko: '필터 지우기' },
});
