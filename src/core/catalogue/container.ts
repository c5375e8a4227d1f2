import { grouped, subject, text, type Message } from './message.ts';

/** What a file should have and has not, and what its header says that cannot be. */
export const container = subject('container', {
  incomplete: text({
    en: 'the dump is marked incomplete: makedumpfile could not write all of it',
    ko: '불완전하다고 표시된 덤프입니다. makedumpfile이 전부 기록하지 못했습니다',
  }),
  cut: text<{ missingBytes: number | undefined; missingPages: number; pages: number }>({
    en: ({ missingBytes, missingPages, pages }) =>
      `the file is cut off: ${missingBytes === undefined ? 'an unknown number of bytes' : size(missingBytes)} of its end and with them ${grouped(missingPages)} of ${grouped(pages)} pages (${share(missingPages, pages)}) are missing; copy it again if the original still exists`,
    ko: ({ missingBytes, missingPages, pages }) =>
      `파일이 잘려 있습니다. 끝부분 ${missingBytes === undefined ? '(크기를 알 수 없음)' : size(missingBytes)}와 함께 전체 ${grouped(pages)}페이지 중 ${grouped(missingPages)}페이지(${share(missingPages, pages)})가 없습니다. 원본이 남아 있으면 다시 복사하세요`,
  }),
  cutTables: text<{ size: number; needed: number }>({
    en: ({ size: here, needed }) =>
      `the file is cut off at ${grouped(here)} bytes, before its page tables of contents end (${grouped(needed)} bytes): no page of memory is in it; copy it again if the original still exists`,
    ko: ({ size: here, needed }) =>
      `파일이 ${grouped(here)}바이트에서 잘려 있습니다. 페이지 목록(비트맵과 디스크립터, ${grouped(needed)}바이트까지)도 다 들어 있지 않아 메모리 페이지가 하나도 없습니다. 원본이 남아 있으면 다시 복사하세요`,
  }),
  erased: text<{ names: readonly string[]; pieces: number }>({
    en: ({ names, pieces }) =>
      `${pieces === 1 ? '1 piece' : `${grouped(pieces)} pieces`} of memory ${pieces === 1 ? 'was' : 'were'} erased on purpose before the dump was handed on (makedumpfile --config): ${listed(names)}; what was there reads as erased`,
    ko: ({ names, pieces }) =>
      `덤프를 전달하기 전에 메모리 ${grouped(pieces)}곳을 일부러 지웠습니다(makedumpfile --config): ${listed(names)}. 그 자리는 지워진 것으로 표시합니다`,
  }),
  erasedUnreadable: text<{ offset: number; size: number }>({
    en: ({ offset, size: length }) =>
      `parts of memory were erased on purpose, but the list of them (${grouped(length)} bytes at ${grouped(offset)}) cannot be read: text of nothing but X may be erased data`,
    ko: ({ offset, size: length }) =>
      `메모리 일부를 일부러 지운 덤프인데 그 목록(오프셋 ${grouped(offset)}, ${grouped(length)}바이트)을 읽을 수 없습니다. X만 이어지는 문자열은 지워진 데이터일 수 있습니다`,
  }),
  vmcoreinfoAfterEnd: text<{ offset: number; size: number }>({
    en: ({ offset, size: length }) =>
      `VMCOREINFO (${length} bytes at ${grouped(offset)}) lies after the end of the file`,
    ko: ({ offset, size: length }) =>
      `VMCOREINFO(오프셋 ${grouped(offset)}, ${length}바이트)가 파일 끝을 벗어나 있습니다`,
  }),
  notesAfterEnd: text<{ offset: number; size: number }>({
    en: ({ offset, size: length }) =>
      `the notes (${grouped(length)} bytes at ${grouped(offset)}) are not in the file: registers of the CPUs may be missing`,
    ko: ({ offset, size: length }) =>
      `노트(오프셋 ${grouped(offset)}, ${grouped(length)}바이트)가 파일에 없습니다. CPU 레지스터가 빠졌을 수 있습니다`,
  }),
  indexing: text<{ done: number; of: number }>({
    en: ({ done, of }) => `indexing the file: ${share(done, of)}`,
    ko: ({ done, of }) => `파일 색인 만드는 중: ${share(done, of)}`,
  }),
  flatCut: text({
    en: 'the flattened file has no end marker: it is cut off, or the pipe that wrote it broke; what had arrived is read',
    ko: '평탄화된(flattened) 파일에 끝 표시가 없습니다. 복사나 파이프가 도중에 끊긴 것으로 보이며, 도착한 부분까지만 읽습니다',
  }),
  flatBroken: text<{ offset: number }>({
    en: ({ offset }) =>
      `the flattened file is damaged: the record at ${grouped(offset)} makes no sense, and nothing after it can be read`,
    ko: ({ offset }) =>
      `평탄화된(flattened) 파일이 손상되었습니다. 오프셋 ${grouped(offset)}의 레코드가 올바르지 않아 그 뒤는 읽을 수 없습니다`,
  }),
  wrongFrames: text<{ said: number; taken: number }>({
    en: ({ said, taken }) =>
      `the header's number of frames (max_mapnr ${grouped(said)}) does not fit its bitmaps; ${grouped(taken)} was taken`,
    ko: ({ said, taken }) =>
      `헤더의 프레임 수(max_mapnr ${grouped(said)})가 비트맵 크기와 맞지 않아 ${grouped(taken)}으로 읽었습니다`,
  }),
  wrongBlockSize: text<{ said: number; taken: number }>({
    en: ({ said, taken }) =>
      `the header's block size (${said}) does not fit its other fields; they fit ${taken}, which was taken`,
    ko: ({ said, taken }) =>
      `헤더의 블록 크기(${said})가 다른 필드와 맞지 않아, 들어맞는 값 ${taken}으로 읽었습니다`,
  }),
  stranger: text<{ file: string }>({
    en: ({ file }) => `${file} is no part of the same split dump and was left out`,
    ko: ({ file }) => `${file}: 같은 분할 덤프의 조각이 아니어서 제외했습니다`,
  }),
  otherFormat: text<{ file: string; format: string | Message; dump: string }>({
    en: ({ file, format, dump }, say) =>
      `${file} is a dump of its own (${say(format)}) and was left out; everything comes from ${dump}`,
    ko: ({ file, format, dump }, say) =>
      `${file}: 별개의 덤프(${say(format)})여서 제외했습니다. 모든 내용은 ${dump}에서 읽습니다`,
  }),
  wrapperEmpty: text<{ file: string; form: string }>({
    en: ({ file, form }) =>
      `${file} begins like a ${form} dump but ends before anything of it; copy it again.`,
    ko: ({ file, form }) =>
      `${file}: ${form} 덤프처럼 시작하지만 내용이 나오기 전에 끝납니다. 다시 복사하세요.`,
  }),
  partUnread: text<{ file: string; why: Message }>({
    en: ({ file, why }, say) => `${file} was left out: ${say(why)}`,
    ko: ({ file, why }, say) => `${file}: 제외했습니다. ${say(why)}`,
  }),
  partsMissing: text<{ ranges: string }>({
    en: ({ ranges }) =>
      `this is a split dump and parts of it are missing: here are the frames ${ranges} only; give all parts at once`,
    ko: ({ ranges }) =>
      `분할된 덤프인데 일부 파일이 없습니다. 지금 있는 것은 프레임 ${ranges}뿐입니다. 모든 파일을 한꺼번에 지정하세요`,
  }),
});

function share(part: number, whole: number): string {
  const percent = (100 * part) / Math.max(1, whole);
  return `${percent >= 10 || percent === 0 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

function size(bytes: number): string {
  if (bytes < 10_000) return `${grouped(bytes)} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The first of `names`. */
function listed(names: readonly string[]): string {
  return names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} …`;
}
