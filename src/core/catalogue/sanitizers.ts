import { subject, text, type Said } from './message.ts';

/** What the report of a sanitizer says of the memory: access, object, and who had it. */
export const sanitizers = subject('sanitizers', {
  access: text<{ access: 'read' | 'write' | 'free'; size?: number; address: Said }>({
    en: ({ access, size, address }, say) =>
      access === 'free'
        ? `What was freed is ${say(address)}.`
        : `It ${access === 'read' ? 'read' : 'wrote'}${size === undefined ? '' : ` ${size} byte${size === 1 ? '' : 's'}`} at ${say(address)}.`,
    ko: ({ access, size, address }, say) =>
      access === 'free'
        ? `해제하려던 주소: ${say(address)}`
        : `${say(address)}번지에서 ${size === undefined ? '' : `${size}바이트 `}${access === 'read' ? '읽기' : '쓰기'}`,
  }),
  object: text<{
    address: Said;
    object: Said;
    cache: string;
    size: number;
    state?: 'allocated' | 'freed';
    offset?: number;
    side?: 'inside' | 'before' | 'behind';
    /** How much of the object was asked for, where the place is counted from the end of that. */
    asked?: number;
  }>({
    en: ({ address, object, cache, size, state, offset = 0, side, asked }, say) =>
      `${say(address)} ${
        side === undefined
          ? 'belongs to'
          : side === 'inside'
            ? `lies ${offset} byte${offset === 1 ? '' : 's'} into`
            : offset === 0
              ? `lies right ${side}`
              : `lies ${offset} byte${offset === 1 ? '' : 's'} ${side}`
      } the ${asked === undefined ? '' : `${asked} byte${asked === 1 ? '' : 's'} asked for of the `}${state === undefined ? '' : `${state} `}object ${say(object)} of slab cache ${cache} (${size} bytes).`,
    ko: ({ address, object, cache, size, state, offset = 0, side, asked }, say) =>
      `${say(address)}: 슬랩 캐시 ${cache}의 ${
        state === undefined ? '' : state === 'freed' ? '해제된 ' : '할당된 '
      }객체 ${say(object)}(${size}바이트${asked === undefined ? '' : ` 중 요청한 ${asked}바이트`})${
        side === undefined
          ? '에 속함'
          : side === 'inside'
            ? ` 안 ${offset}바이트 위치`
            : ` ${side === 'before' ? '앞' : '뒤'} ${offset}바이트 위치`
      }`,
  }),
  track: text<{ how: 'allocated' | 'freed'; pid: number; at?: string }>({
    en: ({ how, pid, at }) => `The object was ${how} by task ${pid}${at === undefined ? '' : `, in ${at}`}.`,
    ko: ({ how, pid, at }) =>
      `객체 ${how === 'freed' ? '해제' : '할당'}: PID ${pid} 태스크${at === undefined ? '' : `, ${at} 함수`}`,
  }),
  freedBy: text<{ function: string; module: Said }>({
    en: ({ function: name, module }, say) =>
      `${name} of module ${say(module)} had freed the object; the code that met it is the kernel's own.`,
    ko: ({ function: name, module }, say) =>
      `객체를 해제한 함수: 모듈 ${say(module)}의 ${name}. 해제된 객체에 접근한 코드는 커널 자체 코드입니다`,
  }),
  quarantined: text<{ address: Said }>({
    en: ({ address }, say) =>
      `The object that the pointer was read from, at ${say(address)}, is filled with 0x6b, and KASAN's shadow says that it was freed: it waits in quarantine.`,
    ko: ({ address }, say) =>
      `포인터를 읽어 온 객체(${say(address)})가 0x6b로 채워져 있고 KASAN 섀도에 해제된 것으로 기록되어 있습니다: 격리(quarantine) 대기 중인 객체입니다`,
  }),
});
