import { subject, text, type Said } from './message.ts';

/** Errors that hardware reports of its own accord. */
export const systemError = subject('system-error', {
  serrorTitle: text({
    en: 'System error (SError): hardware reported an error',
    ko: '시스템 오류(SError): 하드웨어가 오류를 보고함',
  }),
  abortTitle: text({
    en: 'External abort: a bus or memory answered an access with an error',
    ko: '외부 어보트: 버스나 메모리가 접근에 오류로 응답함',
  }),
  serror: text<{ who: Said; at: Said | undefined }>({
    en: ({ who, at }, say) =>
      `An SError interrupt reached ${say(who)}${at ? ` at ${say(at)}` : ''}. It comes late: the access that caused it lies before, on any CPU or device.`,
    ko: ({ who, at }, say) =>
      `SError 인터럽트가 발생했습니다: ${say(who)}${at ? `, ${say(at)}` : ''}. SError는 비동기적으로 전달되므로 원인이 된 접근은 이보다 앞서 다른 CPU나 장치에서 일어났을 수 있습니다.`,
  }),
  device: text<{ address: Said; physical: string; device?: string }>({
    en: ({ address, physical, device }, say) =>
      `${say(address)} is no memory but the registers of a device, mapped by ioremap(): physical address ${physical}, ${device === undefined ? 'where the kernel knows no device (/proc/iomem)' : `${device} in /proc/iomem`}. A device that is switched off, has no clock or is not there answers so.`,
    ko: ({ address, physical, device }, say) =>
      `${say(address)}: 메모리가 아니라 ioremap()으로 매핑한 장치 레지스터입니다. 물리 주소 ${physical}, ${device === undefined ? '커널이 아는 장치가 없는 주소(/proc/iomem)' : `/proc/iomem의 ${device}`}. 장치가 꺼져 있거나 클록이 없거나 존재하지 않을 때 이렇게 응답합니다`,
  }),
  abort: text<{ who: Said; at: Said | undefined }>({
    en: ({ who, at }, say) =>
      `An access by ${say(who)}${at ? ` at ${say(at)}` : ''} was answered with an error from outside the processor.`,
    ko: ({ who, at }, say) =>
      `프로세서 외부에서 접근에 오류로 응답했습니다: ${say(who)}${at ? `, ${say(at)}` : ''}.`,
  }),
});
