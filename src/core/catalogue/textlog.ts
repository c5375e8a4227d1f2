import { grouped, subject, text } from './message.ts';

/** What is missing from a log's text, or was put in order. */
export const textlog = subject('textlog', {
  passed: text<{ lines: number }>({
    en: ({ lines }) => `The text is large: ${grouped(lines)} lines with no sign of trouble were passed over.`,
    ko: ({ lines }) => `텍스트가 커서 이상 징후가 없는 ${grouped(lines)}줄은 건너뛰었습니다.`,
  }),
  dropped: text<{ lines: number }>({
    en: ({ lines }) =>
      `The text is large and full of trouble: ${grouped(lines)} lines in its middle were left out.`,
    ko: ({ lines }) => `이상 징후가 너무 많아 텍스트 중간의 ${grouped(lines)}줄을 제외했습니다.`,
  }),
  partsOrdered: text<{ record: string; parts: number }>({
    en: ({ record, parts }) => `The ${parts} parts of ${record} were put in order.`,
    ko: ({ record, parts }) => `${record}의 파트 ${parts}개를 순서대로 맞췄습니다.`,
  }),
  partsMissing: text<{ record: string; parts: string }>({
    en: ({ record, parts }) => `Of ${record} these parts are missing: ${parts}.`,
    ko: ({ record, parts }) => `${record}에서 빠진 파트: ${parts}`,
  }),
  reordered: text<{ records: number }>({
    en: ({ records }) =>
      `${grouped(records)} records had arrived out of order and were put in their places by their numbers.`,
    ko: ({ records }) => `순서가 뒤바뀐 레코드 ${grouped(records)}개를 번호에 따라 제자리에 놓았습니다.`,
  }),
  numbersMissing: text<{ records: number }>({
    en: ({ records }) =>
      `By their numbers, ${grouped(records)} records are missing between those that are here.`,
    ko: ({ records }) => `번호로 보아 레코드 ${grouped(records)}개가 중간에 빠져 있습니다.`,
  }),
  piecesMissing: text<{ records: number }>({
    en: ({ records }) => `Of ${grouped(records)} records that were sent in pieces some pieces are missing.`,
    ko: ({ records }) => `나뉘어 전송된 레코드 ${grouped(records)}개에서 일부 조각이 빠져 있습니다.`,
  }),
  lostByKernel: text<{ records: number }>({
    en: ({ records }) =>
      `The console was too slow: the kernel dropped ${grouped(records)} messages (it says so itself).`,
    ko: ({ records }) => `콘솔이 느려 커널이 메시지 ${grouped(records)}개를 버렸습니다(로그에 기록됨).`,
  }),
  unwrapped: text<{ lines: number; width: number }>({
    en: ({ lines, width }) =>
      `Lines had been wrapped at ${width} characters; ${grouped(lines)} were joined again.`,
    ko: ({ lines, width }) => `${width}자에서 줄바꿈된 ${grouped(lines)}줄을 다시 이었습니다.`,
  }),
  guest: text<{ program: string; lines: number }>({
    en: ({ program, lines }) =>
      `The lines of ${program} are the console of a guest; they were read as the log, the host's own ${grouped(lines)} kernel lines were not.`,
    ko: ({ program, lines }) =>
      `${program}의 줄은 게스트 콘솔입니다. 이를 로그로 읽었으며 호스트 커널의 ${grouped(lines)}줄은 제외했습니다.`,
  }),
});

/** What a text looks like that is no log. */
export const textLooks = subject('text-looks', {
  empty: { en: 'it holds no text.', ko: '내용이 없습니다.' },
  systemMap: {
    en: 'it is a System.map or /proc/kallsyms: names and addresses, no log.',
    ko: 'System.map 또는 /proc/kallsyms입니다. 로그가 아니라 심볼 주소 목록입니다.',
  },
  config: { en: "it is a kernel's configuration (.config).", ko: '커널 설정 파일(.config)입니다.' },
  html: {
    en: 'it is a web page; save the log itself ("raw") and give that.',
    ko: '웹 페이지입니다. 로그 원본("raw")을 저장해 지정하세요.',
  },
  source: { en: 'it is source code.', ko: '소스 코드입니다.' },
  script: { en: 'it is a script.', ko: '스크립트입니다.' },
  commands: { en: 'it is the output of crash, not a log.', ko: '로그가 아니라 crash의 출력입니다.' },
});
