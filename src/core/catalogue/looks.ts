import { subject, text, type Message } from './message.ts';

/** Kinds of files that go by words rather than by a name. */
export const fileKinds = subject('file-kind', {
  minidump: { en: 'minidump', ko: '미니덤프' },
  hiberfil: { en: 'hiberfil.sys, hibernation', ko: 'hiberfil.sys, 최대 절전 모드' },
  swap: { en: 'swap', ko: '스왑' },
  deviceTree: { en: 'a device tree', ko: '디바이스 트리' },
  androidBoot: { en: 'Android boot image', ko: '안드로이드 부트 이미지' },
  uefiVolume: { en: 'UEFI volume', ko: 'UEFI 볼륨' },
  flash: { en: 'flash', ko: '플래시 이미지' },
  windowsProgram: { en: 'a program of Windows or UEFI', ko: 'Windows 또는 UEFI 프로그램' },
  macProgram: { en: 'a Mach-O program, of macOS', ko: 'macOS 프로그램(Mach-O)' },
  macOrJava: { en: 'a Mach-O program or a Java class', ko: 'Mach-O 프로그램 또는 Java 클래스' },
  archive: { en: 'an archive of ar, as .deb files are', ko: 'ar 아카이브(.deb 등)' },
});

/** What a file that is no dump of a kernel is, and what to do. */
export const looksLikeSays = subject('file-is', {
  disk: text<{ kind: string | Message }>({
    en: ({ kind }, say) =>
      `it is a disk or file system (${say(kind)}); if a dump lies on it (/var/crash), mount it and give that file.`,
    ko: ({ kind }, say) =>
      `디스크 또는 파일 시스템 이미지(${say(kind)})입니다. 그 안에 덤프(/var/crash)가 있으면 마운트한 뒤 그 파일을 지정하세요.`,
  }),
  kernel: text<{ kind: string | Message }>({
    en: ({ kind }, say) => `it is a kernel as it is booted (${say(kind)}), not a dump of one that ran.`,
    ko: ({ kind }, say) => `부팅용 커널 이미지(${say(kind)})입니다. 실행 중이던 커널의 덤프가 아닙니다.`,
  }),
  firmware: text<{ kind: string | Message }>({
    en: ({ kind }, say) => `it is firmware (${say(kind)}), not memory of a running kernel.`,
    ko: ({ kind }, say) => `펌웨어(${say(kind)})입니다. 실행 중이던 커널의 메모리가 아닙니다.`,
  }),
  windows: text<{ kind: string | Message }>({
    en: ({ kind }, say) => `it is a dump of Windows (${say(kind)}); WinDbg reads it.`,
    ko: ({ kind }, say) => `Windows 덤프(${say(kind)})입니다. WinDbg로 여세요.`,
  }),
  userCore: {
    en: 'it is the core of a user-space process, not of a kernel; gdb reads it.',
    ko: '커널이 아니라 사용자 공간 프로세스의 코어 파일입니다. gdb로 여세요.',
  },
  packed: text<{ kind: string | Message; command: string }>({
    en: ({ kind, command }, say) => `it is packed with ${say(kind)}; unpack it with "${command}" first.`,
    ko: ({ kind, command }, say) => `${say(kind)}로 압축된 파일입니다. 먼저 "${command}"로 압축을 푸세요.`,
  }),
  log: text<{ kind: string | Message; command: string }>({
    en: ({ kind, command }, say) => `it is ${say(kind)}; turn it into text with "${command}" and give that.`,
    ko: ({ kind, command }, say) => `${say(kind)} 파일입니다. "${command}"로 텍스트로 바꿔 지정하세요.`,
  }),
  other: text<{ kind: string | Message }>({
    en: ({ kind }, say) => `it is ${say(kind)}, in which there is no memory of a Linux kernel.`,
    ko: ({ kind }, say) => `${say(kind)} 파일입니다. 리눅스 커널 메모리가 들어 있지 않습니다.`,
  }),
  text: {
    en: 'it is text, but no kernel log was recognised in it.',
    ko: '텍스트 파일이지만 커널 로그로 인식되지 않습니다.',
  },
  symbols: {
    en: 'it is a list of symbols (System.map, /proc/kallsyms); it belongs beside a dump, not in its place.',
    ko: '심볼 목록(System.map, /proc/kallsyms)입니다. 덤프 대신이 아니라 덤프와 함께 지정하세요.',
  },
  json: {
    en: 'it is JSON, but no kernel log in it was recognised (journalctl -o json and dmesg --json are).',
    ko: 'JSON 파일이지만 커널 로그로 인식되지 않습니다(journalctl -o json, dmesg --json 형식은 읽습니다).',
  },
  markup: {
    en: 'it is a page of HTML or XML; give the log or the dump that it tells of.',
    ko: 'HTML 또는 XML 문서입니다. 그 안에서 말하는 로그나 덤프를 지정하세요.',
  },
  encrypted: text<{ kind: string | Message }>({
    en: ({ kind }, say) => `it is encrypted (${say(kind)}); decrypt it first.`,
    ko: ({ kind }, say) => `암호화된 파일(${say(kind)})입니다. 먼저 복호화하세요.`,
  }),
  hibernation: {
    en: 'it is a hibernation image of Linux, whose memory is packed in an order of its own and is not read; boot it, or take a dump the next time.',
    ko: '리눅스 하이버네이션 이미지입니다. 고유한 방식으로 압축되어 있어 읽지 못합니다. 부팅해 복원하거나 다음에 덤프를 만드세요.',
  },
  cpio: {
    en: 'it is a cpio archive, as an initramfs is; a dump that lies in it is unpacked with "cpio -id < FILE".',
    ko: 'initramfs 등에 쓰는 cpio 파일입니다. 안에 덤프가 있으면 "cpio -id < FILE"로 꺼내 지정하세요.',
  },
  ramoops: {
    en: 'it is a region of pstore as ramoops keeps it; mount pstore (mount -t pstore pstore /sys/fs/pstore) and give the dmesg files in it.',
    ko: 'pstore(ramoops) 영역을 그대로 복사한 파일입니다. pstore를 마운트(mount -t pstore pstore /sys/fs/pstore)하고 그 안의 dmesg 파일을 지정하세요.',
  },
  report: {
    en: 'it is a report of apport about a program, without a log of the kernel; "apport-unpack FILE FOLDER" takes it apart: give the folder if there is a vmcore or a log in it.',
    ko: '프로그램 오류에 대한 apport 보고서이며 커널 로그가 없습니다. "apport-unpack FILE FOLDER"로 풀어 vmcore나 로그가 있으면 그 폴더를 지정하세요.',
  },
  emptyArchive: { en: 'it is a zip archive with nothing in it.', ko: '비어 있는 zip 파일입니다.' },
  noise: {
    en: 'its bytes look like noise: it is encrypted, or packed in a way that is not known; decrypt or unpack it first.',
    ko: '내용이 무작위 바이트처럼 보입니다. 암호화되었거나 알 수 없는 방식으로 압축된 파일입니다. 먼저 복호화하거나 압축을 푸세요.',
  },
  zeros: {
    en: 'it begins with nothing but zeros: the dump was never written, or the copy failed.',
    ko: '0으로만 시작합니다. 덤프가 기록되지 않았거나 복사에 실패한 파일입니다.',
  },
});
