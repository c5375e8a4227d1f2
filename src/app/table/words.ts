import { catalogue } from '../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    sort: 'Sort by this column',
    filter: 'Filter',
    filterHelp:
      'Words that must be in the row. column:word looks in one column, -word leaves out, column>number compares.',
    rows: (shown: number, all: number) =>
      shown === all
        ? `${all.toLocaleString('en')} rows`
        : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')} rows`,
    columns: 'Columns',
    export: 'Export',
    csv: 'Save as CSV',
    json: 'Save as JSON',
    copy: 'Copy as text',
    loading: 'Loading …',
    stop: 'Stop',
    stopped: 'Stopped: the list is not whole',
    nothing: 'No rows.',
    noneLeft: 'No row satisfies the filter.',
    clear: 'Clear the filter',
  },
  ko: {
    sort: '이 열로 정렬',
    filter: '필터',
    filterHelp: '행에 있어야 할 단어를 입력합니다. 열:단어는 그 열만, -단어는 제외, 열>숫자는 비교입니다.',
    rows: (shown: number, all: number) =>
      shown === all
        ? `${all.toLocaleString('ko')}행`
        : `${all.toLocaleString('ko')}행 중 ${shown.toLocaleString('ko')}행`,
    columns: '열 선택',
    export: '내보내기',
    csv: 'CSV로 저장',
    json: 'JSON으로 저장',
    copy: '텍스트로 복사',
    loading: '읽는 중…',
    stop: '중지',
    stopped: '중지됨: 목록이 완전하지 않습니다',
    nothing: '행이 없습니다.',
    noneLeft: '필터에 맞는 행이 없습니다.',
    clear: '필터 지우기',
  },
});
