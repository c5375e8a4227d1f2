import { catalogue } from '../messages/catalogue.svelte.ts';

export const words = catalogue({
  en: {
    title: 'Go to',
    placeholder: 'Symbol, task, PID, type, address, reference, command …',
    hint: '> command   @ symbol   # task   % type',
    nothing: 'Nothing has this name.',
    whatIs: 'what is it',
    kinds: {
      view: 'view',
      command: 'command',
      symbol: 'symbol',
      task: 'task',
      type: 'type',
      module: 'module',
      address: 'address',
      memory: 'memory',
      disassembly: 'disassembly',
      reference: 'reference',
    } as Record<string, string>,
  },
  ko: {
    title: '이동',
    placeholder: '심볼, 태스크, PID, 타입, 주소, 참조, 명령…',
    hint: '> 명령   @ 심볼   # 태스크   % 타입',
    nothing: '그런 이름은 없습니다.',
    whatIs: '무엇인지 보기',
    kinds: {
      view: '보기',
      command: '명령',
      symbol: '심볼',
      task: '태스크',
      type: '타입',
      module: '모듈',
      address: '주소',
      memory: '메모리',
      disassembly: '디스어셈블리',
      reference: '참조',
    } as Record<string, string>,
  },
});
