import { grouped, subject, text, type Message } from './message.ts';

/** What is said of packed files, archives and folders. */
export const packed = subject('packed', {
  unpacking: text<{ file: string; done: number; of: number }>({
    en: ({ file, done, of }) => `unpacking ${file}: ${percent(done, of)}`,
    ko: ({ file, done, of }) => `${file} 압축 푸는 중: ${percent(done, of)}`,
  }),
  looking: text<{ file: string }>({
    en: ({ file }) => `looking for a dump in ${file}`,
    ko: ({ file }) => `${file}에서 덤프 찾는 중`,
  }),
  ended: text<{ file: string }>({
    en: ({ file }) =>
      `${file} ends before its packed data does: the copy is cut off; what could be unpacked is read`,
    ko: ({ file }) =>
      `${file}: 압축 데이터가 끝나기 전에 파일이 끝납니다. 복사가 중간에 끊긴 것으로 보이며, 풀린 부분까지만 읽습니다`,
  }),
  endedAtOnce: text<{ file: string }>({
    en: ({ file }) =>
      `${file} is cut off so early that nothing of it can be unpacked; copy it again if the original still exists.`,
    ko: ({ file }) =>
      `${file}: 너무 앞부분에서 끊겨 풀 수 있는 내용이 없습니다. 원본이 남아 있으면 다시 복사하세요.`,
  }),
  corrupt: text<{ file: string; packing: string; offset: number }>({
    en: ({ file, packing, offset }) =>
      `${file} is damaged: its ${packing} data makes no sense from about byte ${grouped(offset)} on; what could be unpacked is read`,
    ko: ({ file, packing, offset }) =>
      `${file}: ${packing} 데이터가 ${grouped(offset)}바이트 부근부터 손상되어 있습니다. 풀린 부분까지만 읽습니다`,
  }),
  dictionary: text<{ file: string }>({
    en: ({ file }) =>
      `${file} was packed by zstd with a dictionary; unpack it with "zstd -d -D DICTIONARY ${file}".`,
    ko: ({ file }) =>
      `${file}: 사전을 써서 zstd로 압축된 파일입니다. "zstd -d -D 사전 ${file}"로 먼저 압축을 푸세요.`,
  }),
  window: text<{ file: string; megabytes: number }>({
    en: ({ file, megabytes }) =>
      `${file} needs ${grouped(megabytes)} MiB of memory to be unpacked, more than is given to it here; unpack it with "zstd -d --long=31" or "xz -d" and open what comes out.`,
    ko: ({ file, megabytes }) =>
      `${file}: 압축을 푸는 데 메모리가 ${grouped(megabytes)}MiB 필요해 여기서는 풀 수 없습니다. "zstd -d --long=31" 또는 "xz -d"로 먼저 압축을 푼 뒤 여세요.`,
  }),
  filter: text<{ file: string; filter: string }>({
    en: ({ file, filter }) =>
      `${file} was packed by xz with a filter (${filter}) that is not undone here; unpack it with "xz -d" and open what comes out.`,
    ko: ({ file, filter }) =>
      `${file}: xz 필터(${filter})는 지원하지 않습니다. "xz -d"로 먼저 압축을 푼 뒤 여세요.`,
  }),
  tooLarge: text<{ file: string; command: string; megabytes: number }>({
    en: ({ file, command, megabytes }) =>
      `What ${file} packs is larger than ${grouped(megabytes)} MB, more than can be unpacked into memory here; unpack it with "${command}" and open what comes out, or use the command line, which unpacks into a temporary file.`,
    ko: ({ file, command, megabytes }) =>
      `${file}: 압축을 풀면 ${grouped(megabytes)}MB를 넘어 메모리에 다 풀 수 없습니다. "${command}"로 먼저 압축을 푼 뒤 열거나, 임시 파일에 풀어 읽는 명령줄 버전을 쓰세요.`,
  }),
  noDump: text<{ file: string; members: number }>({
    en: ({ file, members }) =>
      members === 1
        ? `The only file in ${file} is neither a dump nor a kernel log.`
        : `Neither a dump nor a kernel log is among the ${grouped(members)} files in ${file}.`,
    ko: ({ file, members }) => `${file} 안의 파일 ${grouped(members)}개 중에 덤프도 커널 로그도 없습니다.`,
  }),
  found: text<{ file: string; within: string }>({
    en: ({ file, within }) => `${file} in ${within} is read`,
    ko: ({ file, within }) => `${within} 안의 ${file}을(를) 읽습니다`,
  }),
  others: text<{ within: string; read: string; others: string }>({
    en: ({ within, read, others }) =>
      `${within} has more than one dump: ${read} is read; open the others by themselves: ${others}`,
    ko: ({ within, read, others }) =>
      `${within}에 덤프가 여러 개 있습니다. ${read}만 읽습니다. 다른 덤프는 따로 여세요: ${others}`,
  }),
  partly: text<{ why: Message }>({
    en: ({ why }, say) => say(why),
    ko: ({ why }, say) => say(why),
  }),
});

function percent(done: number, of: number): string {
  return `${of > 0 ? Math.min(100, Math.floor((100 * done) / of)) : 0} %`;
}
