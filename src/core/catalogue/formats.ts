import { grouped, subject, text } from './message.ts';

/** Formats that go by words rather than by a name alone. */
export const formatNames = subject('format-name', {
  kdump: {
    en: 'kdump-compressed (makedumpfile, QEMU dump-guest-memory)',
    ko: 'kdump 압축 덤프(makedumpfile, QEMU dump-guest-memory)',
  },
  elf: {
    en: 'ELF core of physical memory (/proc/vmcore, QEMU dump-guest-memory, VirtualBox)',
    ko: '물리 메모리 ELF 코어(/proc/vmcore, QEMU dump-guest-memory, VirtualBox)',
  },
  s390: { en: 's390 stand-alone dump', ko: 's390 독립형 덤프' },
  qemu: { en: 'saved by QEMU or libvirt', ko: 'QEMU 또는 libvirt로 저장한 상태' },
  xen: { en: 'Xen domain core', ko: 'Xen 도메인 코어' },
});

/** What is wrong with a file of one of the rarer formats, and what is missing of it. */
export const formats = subject('format', {
  headerCut: text<{ file: string; format: string }>({
    en: ({ file, format }) =>
      `${file} begins like a ${format} dump, but its header is cut off or damaged; copy it again.`,
    ko: ({ file, format }) =>
      `${file}: ${format} 덤프처럼 시작하지만 헤더가 잘리거나 손상되어 있습니다. 다시 복사하세요.`,
  }),
  pageSize: text<{ file: string; format: string; size: number }>({
    en: ({ file, format, size }) =>
      `${file} is a ${format} dump whose header makes no sense (pages of ${size} bytes); copy it again.`,
    ko: ({ file, format, size }) =>
      `${file}: ${format} 덤프이지만 헤더 값이 올바르지 않습니다(페이지 크기 ${size}바이트). 다시 복사하세요.`,
  }),
  rangeBroken: text<{ offset: number }>({
    en: ({ offset }) =>
      `what stands at ${grouped(offset)} is no header of a memory range: the file is damaged, nothing after it can be read`,
    ko: ({ offset }) =>
      `오프셋 ${grouped(offset)}에 메모리 범위 헤더가 없습니다. 파일이 손상되어 그 뒤는 읽을 수 없습니다`,
  }),
  recordBroken: text<{ offset: number }>({
    en: ({ offset }) =>
      `the record at ${grouped(offset)} makes no sense: the file is damaged, nothing after it can be read`,
    ko: ({ offset }) =>
      `오프셋 ${grouped(offset)}의 레코드가 올바르지 않습니다. 파일이 손상되어 그 뒤는 읽을 수 없습니다`,
  }),
  recordsMany: text<{ file: string; records: number }>({
    en: ({ file, records }) =>
      `${file} claims ${grouped(records)} regions of memory, which no machine has; its header is damaged.`,
    ko: ({ file, records }) =>
      `${file}: 메모리 영역이 ${grouped(records)}개라고 되어 있으나 있을 수 없는 값입니다. 헤더가 손상되었습니다.`,
  }),
  noEnd: {
    en: 'the file has no end mark: it is cut off, or was never finished; what is there is read',
    ko: '파일에 끝 표시가 없습니다. 잘렸거나 기록이 끝나지 않은 파일이며, 있는 부분까지만 읽습니다',
  },
  tooManyPages: {
    en: 'the file has its pages in more pieces than can be kept track of; those after them are left out',
    ko: '페이지가 너무 많은 조각으로 나뉘어 있어 뒷부분은 제외했습니다',
  },
  cutShort: text<{ missing: number }>({
    en: ({ missing }) =>
      `the file is cut off: ${grouped(missing)} bytes of its end are missing; copy it again if the original still exists`,
    ko: ({ missing }) =>
      `파일이 잘려 끝부분 ${grouped(missing)}바이트가 없습니다. 원본이 남아 있으면 다시 복사하세요`,
  }),
  libvirtPacked: text<{ file: string; with: string }>({
    en: ({ file, with: packer }) =>
      `${file} was saved by libvirt and packed with ${packer}; restore the machine and dump it with "virsh dump --memory-only", or set save_image_format = "raw" in qemu.conf.`,
    ko: ({ file, with: packer }) =>
      `${file}: libvirt가 ${packer}로 압축해 저장한 가상 머신입니다. 머신을 복원해 "virsh dump --memory-only"로 덤프하거나 qemu.conf에 save_image_format = "raw"를 설정하세요.`,
  }),
  streamFeature: text<{ flags: string }>({
    en: ({ flags }) =>
      `the saved machine uses a feature of QEMU's stream that is not read (flags ${flags}: XBZRLE, compression or multifd); nothing after it can be read: take a dump with "dump-guest-memory"`,
    ko: ({ flags }) =>
      `지원하지 않는 QEMU 스트림 기능(플래그 ${flags}: XBZRLE, 압축, multifd)이 쓰여 그 뒤는 읽을 수 없습니다. "dump-guest-memory"로 덤프를 만드세요`,
  }),
  mappedRam: text<{ file: string }>({
    en: ({ file }) =>
      `${file} was saved with QEMU's mapped-ram, which is not read; restore the machine and dump it with "dump-guest-memory".`,
    ko: ({ file }) =>
      `${file}: QEMU의 mapped-ram 방식으로 저장된 파일은 지원하지 않습니다. 머신을 복원해 "dump-guest-memory"로 덤프하세요.`,
  }),
  paravirtual: {
    en: 'this is a paravirtual Xen guest: its page tables hold addresses of the host, so that memory is read by the linear mapping where the tables lead astray',
    ko: 'Xen 반가상화(PV) 게스트입니다. 페이지 테이블에 호스트 주소가 들어 있어, 테이블을 따라갈 수 없는 곳은 선형 매핑으로 읽습니다',
  },
  firstDisk: text<{ file: string; number: number }>({
    en: ({ file, number }) =>
      `${file} is disk ${number} of a SADUMP disk set; what tells how to read it is on disk 1: give all disks at once.`,
    ko: ({ file, number }) =>
      `${file}: SADUMP 디스크 세트의 ${number}번 디스크입니다. 헤더는 1번 디스크에 있으므로 모든 디스크를 함께 지정하세요.`,
  }),
  disksMissing: text<{ disks: string; of: number }>({
    en: ({ disks, of }) =>
      `of the ${of} disks of this SADUMP disk set these are missing: ${disks}; pages from the first of them on are not there: give all disks at once`,
    ko: ({ disks, of }) =>
      `SADUMP 디스크 세트의 디스크 ${of}개 중 없는 것: ${disks}. 그중 첫 번째 디스크부터의 페이지는 볼 수 없습니다. 모든 디스크를 함께 지정하세요`,
  }),
  noVmem: text<{ file: string; vmem: string }>({
    en: ({ file, vmem }) =>
      `The memory of ${file} is in a file beside it, most likely ${vmem}; give both at once.`,
    ko: ({ file, vmem }) =>
      `${file}의 메모리는 별도 파일(${vmem}로 추정)에 있습니다. 두 파일을 함께 지정하세요.`,
  }),
  rawRecognised: text<{ files: number; by: string }>({
    en: ({ files, by }) =>
      `${files === 1 ? 'the file has' : `the ${files} files have`} no format of a dump: taken for plain memory since a kernel is in it (${by})`,
    ko: ({ files, by }) =>
      `덤프 형식이 없는 파일 ${files}개입니다. 커널(${by})이 들어 있어 메모리 원본(raw)으로 읽습니다`,
  }),
  rawUnplaced: text<{ file: string }>({
    en: ({ file }) =>
      `${file} is not used, since it is not told where its memory begins: give it as ${file}@0x80000000, or a text beside with its name and address in one line`,
    ko: ({ file }) =>
      `${file}: 메모리 시작 주소를 알 수 없어 사용하지 않았습니다. ${file}@0x80000000처럼 지정하거나, 파일 이름과 주소를 한 줄에 적은 텍스트를 함께 주세요`,
  }),
  rawHole: text<{ below: string }>({
    en: ({ below }) =>
      `the memory map found in it says that memory from ${below} on lies above 4 GiB: read so`,
    ko: ({ below }) => `파일 안의 메모리 맵에 따라 ${below} 이후의 메모리를 4GiB 위에 있는 것으로 읽습니다`,
  }),
});
