import { subject, text } from './message.ts';

/** What the worker that holds the page's dump says on its own. */
export const worker = subject('worker', {
  noDump: { en: 'No dump is open; choose one first.', ko: '열린 덤프가 없습니다. 먼저 덤프를 선택하세요.' },
  textOnly: {
    en: 'This is the text of a log; memory is in a dump (vmcore) only.',
    ko: '로그 텍스트만 열려 있습니다. 메모리는 덤프(vmcore)에만 있습니다.',
  },
  noEngine: {
    en: 'The engine is not ready yet; reload the page.',
    ko: '엔진이 아직 준비되지 않았습니다. 페이지를 새로 고치세요.',
  },
  overtaken: {
    en: 'Another file was chosen while this one was being read; it was not opened.',
    ko: '읽는 동안 다른 파일을 선택하여 이 파일은 열지 않았습니다.',
  },
  noTable: text<{ id: string }>({
    en: ({ id }) => `There is no table ${id} for this dump.`,
    ko: ({ id }) => `이 덤프에는 ${id} 표가 없습니다.`,
  }),
  unreadable: text<{ name: string; length: number; offset: number }>({
    en: ({ name, length, offset }) =>
      `${name} can no longer be read (${length} bytes at offset ${offset}): it was changed, moved or deleted ` +
      `since it was chosen, or is a folder. Choose it again.`,
    ko: ({ name, length, offset }) =>
      `${name} 파일을 더 이상 읽을 수 없습니다(오프셋 ${offset}에서 ${length}바이트). 선택한 뒤에 변경·이동·삭제되었거나 ` +
      `디렉터리입니다. 다시 선택하세요.`,
  }),
});
