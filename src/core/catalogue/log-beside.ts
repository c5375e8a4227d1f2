import { grouped, subject, text } from './message.ts';

/** A log's text that was given beside a dump. */
export const logBesideSays = subject('log-beside', {
  used: text<{ file: string; records: number }>({
    en: ({ file, records }) =>
      `the log is that of ${file} (${grouped(records)} lines), which names the same kernel; the dump's own cannot be read`,
    ko: ({ file, records }) =>
      `로그는 같은 커널을 가리키는 ${file}에서 읽었습니다(${grouped(records)}줄). 덤프 자체의 로그는 읽을 수 없습니다`,
  }),
  otherKernel: text<{ file: string; version: string; release: string }>({
    en: ({ file, version, release }) =>
      `${file} is the log of ${version}, not of ${release}, and was not used`,
    ko: ({ file, version, release }) =>
      `${file}: ${release}가 아니라 ${version} 커널의 로그이므로 사용하지 않았습니다`,
  }),
  notNeeded: text<{ file: string }>({
    en: ({ file }) => `${file} was not needed: the log comes from the dump itself`,
    ko: ({ file }) => `${file}: 로그를 덤프 자체에서 읽었으므로 사용하지 않았습니다`,
  }),
});
