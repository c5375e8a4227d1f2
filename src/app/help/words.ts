import { catalogue } from '../messages/catalogue.svelte.ts';

type Group = { readonly title: string; readonly keys: readonly (readonly [key: string, about: string])[] };

export const words = catalogue<{ title: string; close: string; groups: readonly Group[] }>({
  en: {
    title: 'Keys',
    close: 'Close',
    groups: [
      {
        title: 'Everywhere',
        keys: [
          ['Ctrl K', 'palette: go to anything'],
          ['/', 'search in this view'],
          ['Alt ← →', 'back and forward'],
          ['Ctrl `', 'console'],
          ['Ctrl I', 'inspector'],
          ['Esc', 'close, or from a field back to its list'],
          ['?', 'this sheet'],
        ],
      },
      {
        title: 'Links',
        keys: [
          ['Enter', 'go there'],
          ['Alt click', 'inspect only'],
          ['Ctrl click', 'open in a new tab'],
          ['right click', 'other actions to look at it'],
        ],
      },
      {
        title: 'Tables',
        keys: [
          ['↑ ↓', 'row by row; the inspector follows'],
          ['← →', 'cell by cell'],
          ['Enter', 'follow the cell’s link'],
          ['Home End', 'first and last row'],
          ['Ctrl C', 'copy the row'],
        ],
      },
      {
        title: 'Console',
        keys: [
          ['Tab', 'complete commands, options, symbols, members, PIDs'],
          ['↑ ↓', 'what was typed before'],
          ['→', 'take the suggestion'],
          ['Ctrl C, Esc', 'stop a command'],
          ['Ctrl L', 'clear'],
        ],
      },
      {
        title: 'Memory and disassembly',
        keys: [
          ['↑ ↓ PgUp PgDn', 'move'],
          ['Enter', 'follow what the cursor is on'],
        ],
      },
    ],
  },
  ko: {
    title: '단축키',
    close: '닫기',
    groups: [
      {
        title: '어디서나',
        keys: [
          ['Ctrl K', '팔레트: 무엇으로든 이동'],
          ['/', '이 보기에서 검색'],
          ['Alt ← →', '뒤로, 앞으로'],
          ['Ctrl `', '콘솔'],
          ['Ctrl I', '인스펙터'],
          ['Esc', '닫기, 또는 입력란에서 목록으로'],
          ['?', '이 안내'],
        ],
      },
      {
        title: '링크',
        keys: [
          ['Enter', '그곳으로 이동'],
          ['Alt 클릭', '인스펙터에만 보기'],
          ['Ctrl 클릭', '새 탭에서 열기'],
          ['오른쪽 클릭', '다른 방법으로 살펴보기'],
        ],
      },
      {
        title: '표',
        keys: [
          ['↑ ↓', '행 이동, 인스펙터가 따라옵니다'],
          ['← →', '칸 이동'],
          ['Enter', '칸의 링크 따라가기'],
          ['Home End', '처음 행, 마지막 행'],
          ['Ctrl C', '행 복사'],
        ],
      },
      {
        title: '콘솔',
        keys: [
          ['Tab', '명령, 옵션, 심볼, 멤버, PID 자동 완성'],
          ['↑ ↓', '이전에 입력한 명령'],
          ['→', '제안 받아들이기'],
          ['Ctrl C, Esc', '명령 중지'],
          ['Ctrl L', '지우기'],
        ],
      },
      {
        title: '메모리와 디스어셈블리',
        keys: [
          ['↑ ↓ PgUp PgDn', '이동'],
          ['Enter', '커서 위치의 링크 따라가기'],
        ],
      },
    ],
  },
});
