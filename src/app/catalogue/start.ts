import { subject, text } from '../../core/catalogue/message.ts';

/** The page before a dump is open: choosing one, opening it, and what went wrong. */
export const start = subject('page-start', {
  lead: {
    en: 'Says why a Linux kernel died, from its vmcore or its log alone.',
    ko: 'vmcore나 로그 하나만으로 리눅스 커널이 죽은 원인을 알려 줍니다.',
  },
  drop: { en: 'Drop a vmcore or a log here', ko: 'vmcore나 로그 파일을 여기로 끌어다 놓으세요' },
  paste: {
    en: 'Logs: as files, or pasted anywhere on this page (Ctrl+V).',
    ko: '로그: 파일로 열거나 이 페이지 아무 곳에나 붙여 넣기(Ctrl+V).',
  },
  choose: { en: 'Choose a file', ko: '파일 선택' },
  chooseFolder: { en: 'Choose a folder', ko: '폴더 선택' },
  folderClosed: text<{ name: string }>({
    en: ({ name }) =>
      `“${name}” is a folder, and this browser does not let a page that is a file look into a dropped folder. Use “Choose a folder”, or drop the files in it.`,
    ko: ({ name }) =>
      `“${name}” 항목은 폴더입니다. 이 브라우저는 파일로 연 페이지가 끌어다 놓은 폴더를 읽지 못하게 막습니다. “폴더 선택”을 쓰거나 폴더 안의 파일들을 끌어다 놓으세요.`,
  }),
  whatTitle: { en: 'What it opens', ko: '열 수 있는 파일' },
  where: {
    en: 'What kdump wrote: /var/crash/…/vmcore, or the whole folder.',
    ko: 'kdump가 저장한 /var/crash/…/vmcore 파일, 또는 그 폴더 전체.',
  },
  sample: { en: 'Try a sample crash', ko: '예제 크래시 열어 보기' },
  more: {
    en: 'Split dumps: choose all parts together. No vmlinux is needed.',
    ko: '분할된 덤프는 조각 파일을 모두 함께 선택하세요. vmlinux는 필요 없습니다.',
  },
  formats: {
    en: 'ELF, LiME, QEMU, VMware, Hyper-V, VirtualBox and others, also packed (.gz, .xz, .zst, .tar, .zip …).',
    ko: 'ELF, LiME, QEMU, VMware, Hyper-V, VirtualBox 등. 압축 파일(.gz, .xz, .zst, .tar, .zip 등)도 가능.',
  },
  promiseTitle: { en: 'No data leaves this page', ko: '데이터가 외부로 전송되지 않습니다' },
  promiseServer: {
    en: 'It has no server: this is one file on your disk.',
    ko: '서버가 없습니다. 디스크에 있는 파일 하나가 전부입니다.',
  },
  promisePolicy: {
    en: 'Its security policy forbids every connection, to anywhere.',
    ko: '페이지의 보안 정책이 모든 외부 연결을 차단합니다.',
  },
  promiseRead: {
    en: 'The dump is not uploaded; the parts that are needed are read straight from disk.',
    ko: '덤프를 업로드하지 않고, 필요한 부분만 디스크에서 바로 읽습니다.',
  },
  opening: { en: 'Opening', ko: '여는 중' },
  cancel: { en: 'Cancel', ko: '취소' },
  failed: { en: 'This file cannot be opened', ko: '이 파일을 열 수 없습니다' },
  notOpened: { en: 'That file was not opened', ko: '파일을 열지 못했습니다' },
  stays: { en: 'The dump you have open stays as it is.', ko: '지금 열려 있는 덤프는 그대로 유지됩니다.' },
  dismiss: { en: 'Dismiss', ko: '닫기' },
  again: { en: 'Choose another file', ko: '다른 파일을 선택하세요' },
  waiting: { en: 'starting the analyzer', ko: '분석기를 시작하는 중' },
});

/** What can go wrong between the page and its worker. */
export const analyzer = subject('page-analyzer', {
  stopped: text<{ reason: string }>({
    en: ({ reason }) =>
      `The analyzer stopped: ${reason}. Open the dump again; if that does not help, please report it.`,
    ko: ({ reason }) =>
      `분석기가 중단되었습니다: ${reason}. 덤프를 다시 열어 보고, 계속 중단되면 알려 주세요.`,
  }),
  damaged: text<{ part: string; reason?: string }>({
    en: ({ part, reason }) =>
      `A part of this page is damaged (${part}${reason ? `: ${reason}` : ''}); download the file again.`,
    ko: ({ part, reason }) =>
      `이 페이지의 일부가 손상되었습니다(${part}${reason ? `: ${reason}` : ''}). 파일을 다시 내려받으세요.`,
  }),
  notStarted: text<{ reason: string }>({
    en: ({ reason }) => `The analyzer could not be started: ${reason}.`,
    ko: ({ reason }) => `분석기를 시작하지 못했습니다: ${reason}.`,
  }),
});
