import { subject, text } from './message.ts';

/** What long work says of itself. */
export const scanWords = subject('scan', {
  searching: text<{ done: number; total: number; left: number | undefined }>({
    en: ({ done, total, left }) =>
      `searched ${percent(done, total)} of ${size(total)}${left === undefined ? '' : `, about ${seconds(left)} left`}`,
    ko: ({ done, total, left }) =>
      `${size(total)} 중 ${percent(done, total)} 검색${left === undefined ? '' : `, 약 ${seconds(left)} 남음`}`,
  }),
  workerDied: text<{ why: string }>({
    en: ({ why }) =>
      `A worker that helped to search has stopped (${why}); what was found so far stands above. Search again, or give a smaller range with -s and -l.`,
    ko: ({ why }) =>
      `검색을 나누어 하던 워커가 멈췄습니다(${why}). 위에 보이는 것이 지금까지 찾은 결과입니다. 다시 검색하거나 -s와 -l로 범위를 좁히세요.`,
  }),
  tooMany: text<{ most: number }>({
    en: ({ most }) =>
      `More than ${most} hits lie outside of the direct map; they cannot be put in order. Give a range with -s and -l, or another value.`,
    ko: ({ most }) =>
      `직접 매핑 바깥의 일치 항목이 ${most}개를 넘어 순서대로 정렬할 수 없습니다. -s와 -l로 범위를 지정하거나 다른 값을 찾으세요.`,
  }),
  tooScattered: text<{ most: number }>({
    en: ({ most }) =>
      `The page tables of this range map more than ${most} separate pieces; give a smaller one with -s and -l.`,
    ko: ({ most }) =>
      `이 범위의 페이지 테이블이 ${most}개가 넘는 조각을 매핑합니다. -s와 -l로 더 작은 범위를 지정하세요.`,
  }),
});

function percent(done: number, total: number): string {
  return `${total > 0 ? Math.floor((100 * done) / total) : 100} %`;
}

function size(bytes: number): string {
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${Math.ceil(bytes / 2 ** 20)} MiB`;
}

function seconds(left: number): string {
  return left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`;
}
