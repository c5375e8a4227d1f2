import { describe, expect, it } from 'vitest';
import { render, type Language } from '../../../src/core/catalogue/message.ts';
import { reportsIn, splitLog } from '../../../src/core/reports/split.ts';
import { readTextLog } from '../../../src/core/textlog/read.ts';
import { judgeText } from '../../../src/core/verdict/text/judge.ts';

const verdict = (text: string) =>
  judgeText(splitLog(readTextLog(new TextEncoder().encode(text), reportsIn)!.records));
const errors = (text: string, language: Language = 'en'): string[] =>
  verdict(text)
    .findings.filter(({ rule }) => rule === 'hardware-error')
    .map((each) => `${each.confidence}: ${render(each.text, language)}`);

describe('errors of the hardware', () => {
  it('are read out of the banks of a machine check', () => {
    const text = `[  100.000001] mce: [Hardware Error]: CPU 1: Machine Check Exception: 5 Bank 4: fe00000000800400
[  100.000002] mce: [Hardware Error]: RIP !INEXACT! 10:<ffffffff812f5e10> {plum_read+0x60/0x80}
[  100.000003] mce: [Hardware Error]: TSC 1c9f8c7a5 ADDR fef1ff00 MISC d012000100000000
[  100.000004] mce: [Hardware Error]: PROCESSOR 0:306e4 TIME 1500000000 SOCKET 0 APIC 2 microcode 42c
[  100.000005] mce: [Hardware Error]: CPU 3: Machine Check: 0 Bank 7: 8c00004000010090
[  100.000006] mce: [Hardware Error]: TSC 0 ADDR 1a2b3c4d40 MISC 140565286
[  100.000007] mce: [Hardware Error]: PROCESSOR 0:306e4 TIME 1500000000 SOCKET 0 APIC 2 microcode 42c
[  100.000008] Kernel panic - not syncing: Fatal machine check`;
    expect(errors(text)).toEqual([
      'proven: Machine check bank 4 of CPU 1 (status 0xfe00000000800400: VAL OVER UC EN MISCV ADDRV PCC): uncorrected, and the state of the CPU is lost: no way to go on; internal timer error: an instruction did not retire for too long, further errors were lost; address 0xfef1ff00.',
      'proven: Machine check bank 7 of CPU 3 (status 0x8c00004000010090: VAL MISCV ADDRV): corrected; memory controller error: read, channel 0; address 0x1a2b3c4d40.',
    ]);
    expect(verdict(text)).toMatchObject({
      kind: 'machine-check',
      culprit: { what: 'hardware', confidence: 'proven' },
    });
    expect(errors(text, 'ko')[1]).toContain('정정됨; 메모리 컨트롤러 오류: 읽기, 채널 0; 주소 0x1a2b3c4d40');
    // A guest's machine checks are made or handed on by whoever runs it.
    expect(verdict(`[    0.000001] Hypervisor detected: KVM\n${text}`)).toMatchObject({
      culprit: { what: 'hypervisor', name: 'KVM', confidence: 'likely' },
    });
    // A status that is not valid proves nothing, and neither does a line that only says that something was logged.
    const empty = text.replace(/fe00000000800400|8c00004000010090/g, '0000000000000000');
    expect(verdict(empty).culprit).toMatchObject({ what: 'hardware', confidence: 'likely' });
    expect(verdict('[    9.000001] mce: [Hardware Error]: Machine check events logged').kind).toBe('nothing');
  });

  it('tell apart what Intel and AMD call severe', () => {
    const bank = (status: string, processor: string): string =>
      errors(
        `[    1.000001] mce: [Hardware Error]: CPU 0: Machine Check Exception: 7 Bank 1: ${status}
[    1.000002] mce: [Hardware Error]: PROCESSOR ${processor} TIME 1500000000 SOCKET 0 APIC 0 microcode 1`,
      )[0];
    expect(bank('bd80000000100134', '0:50654')).toContain(
      'VAL UC EN MISCV ADDRV S AR): uncorrected, action required: the CPU was about to use the data; cache error: data read, data, L0',
    );
    expect(bank('bd00000000000179', '0:50654')).toContain('uncorrected, action optional');
    expect(bank('bc00000000000179', '0:50654')).toContain('uncorrected (no action required, if');
    expect(bank('bd80000000100134', '2:a50f00')).toContain('TCC): uncorrected; cache error');
    expect(bank('b200000000000e0b', '0:50654')).toContain('I/O error inside the processor');
    expect(bank('b200000000000e0f', '0:50654')).toContain(
      'bus or interconnect error: any part, any request, other access, L3/LG',
    );
    expect(bank('b20000000000001a', '0:50654')).toContain('TLB error (instructions or data, L2)');
  });

  it('are read out of what mce_amd decoded', () => {
    const text = `[ 5000.000001] mce: [Hardware Error]: Machine check events logged
[ 5000.000002] [Hardware Error]: Deferred error, no action required.
[ 5000.000003] [Hardware Error]: CPU:0 (19:50:0) MC14_STATUS[-|-|-|AddrV|-|-|SyndV|UECC|Deferred|-|-]: 0x8424b0c8009d011e
[ 5000.000004] [Hardware Error]: Error Addr: 0x01f8a43400000020
[ 5000.000005] [Hardware Error]: IPID: 0x000700b040000000, Syndrome: 0x000000000b800000
[ 5000.000006] [Hardware Error]: Unified Memory Controller Ext. Error Code: 0, DRAM ECC error.
[ 5000.000007] [Hardware Error]: cache level: L2, tx: GEN, mem-tx: RD`;
    expect(errors(text)).toEqual([
      'proven: Machine check bank 14 of CPU 0 (status 0x8424b0c8009d011e: VAL ADDRV SYNDV UECC DEFERRED): deferred: bad data was found before anybody used it; cache error: read, instructions or data, L2, Unified Memory Controller: DRAM ECC error; address 0x01f8a43400000020.',
    ]);
    expect(verdict(text).kind).toBe('machine-check');
  });

  it('are read out of records of the firmware', () => {
    const text = `[ 1419.000001] {57}[Hardware Error]: Hardware error from APEI Generic Hardware Error Source: 9
[ 1419.000002] {57}[Hardware Error]: event severity: recoverable
[ 1419.000003] {57}[Hardware Error]:  Error 0, type: recoverable
[ 1419.000004] {57}[Hardware Error]:   section_type: memory error
[ 1419.000005] {57}[Hardware Error]:   physical_address: 0x0000001000093c00
[ 1419.000006] {57}[Hardware Error]:   node:0 card:1 module:71 bank:7 row:0
[ 1419.000007] {57}[Hardware Error]:   error_type: 3, multi-bit ECC
[ 1419.000008] {57}[Hardware Error]:   DIMM location: CPU 1 DIMM_B2
[ 1419.000009] Memory failure: 0x1000093: recovery action for free buddy page: Recovered`;
    expect(errors(text)).toEqual([
      'proven: The firmware (APEI source 9), memory error: uncorrected; multi-bit ECC; at CPU 1 DIMM_B2; address 0x0000001000093c00.',
      'likely: The kernel gave up a page of memory: uncorrected; recovery action for free buddy page: Recovered; at pfn 0x1000093.',
    ]);
    expect(verdict(text)).toMatchObject({
      kind: 'machine-check',
      culprit: { what: 'hardware', name: 'CPU 1 DIMM_B2', confidence: 'proven' },
    });
  });

  it('are named from the status bits of PCI Express', () => {
    const text = `[    7.000001] pcieport 0000:00:1d.0: AER: Multiple Uncorrected (Non-Fatal) error received: 0000:00:1d.0
[    7.000002] pcieport 0000:00:1d.0: PCIe Bus Error: severity=Uncorrected (Non-Fatal), type=Transaction Layer, (Requester ID)
[    7.000003] pcieport 0000:00:1d.0:   device [8086:7ab0] error status/mask=00104000/00004000
[    7.000004] pcieport 0000:00:1d.0: AER: device recovery failed`;
    expect(errors(text)).toEqual([
      'proven: PCI Express (AER), device 0000:00:1d.0: uncorrected, not fatal; Unsupported Request, Transaction Layer, device recovery failed; at 0000:00:1d.0 [8086:7ab0].',
    ]);
    expect(verdict(text).kind).toBe('machine-check');
    const corrected = `[    7.000002] pcieport 0000:00:1c.5: PCIe Bus Error: severity=Corrected, type=Physical Layer, (Receiver ID)
[    7.000003] pcieport 0000:00:1c.5:   device [8086:9d15] error status/mask=00000041/00002000`;
    expect(errors(`${corrected}\n${corrected}`)).toEqual([
      'proven: PCI Express (AER), device 0000:00:1c.5: corrected; Receiver Error, Bad TLP, Physical Layer; at 0000:00:1c.5 [8086:9d15] (2 times).',
    ]);
    expect(verdict(corrected).kind).toBe('nothing');
  });

  it('are read out of lines of EDAC, of NVIDIA and of PowerPC', () => {
    expect(
      errors(`[    7.000001] EDAC MC0: 3 CE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0 (channel:1 slot:0 page:0x12345 offset:0xabc grain:32 syndrome:0x0)
[    8.000001] EDAC MC1: UE page 0x10, offset 0x20, grain 4096, row 3, labels "DIMM_A1": i7core UE
[    9.000001] NVRM: Xid (PCI:0000:65:00): 79, pid=1234, GPU has fallen off the bus.
[   10.000001] MCE: CPU4: machine check (Severe) Host SLB Multihit [Not recovered]`),
    ).toEqual([
      'proven: Memory controller MC0 (EDAC): corrected; memory read error; at CPU_SrcID#0_Ha#0_Chan#1_DIMM#0; address 0x12345abc (3 times).',
      'proven: Memory controller MC1 (EDAC): uncorrected; at DIMM_A1; address 0x10020.',
      'proven: NVIDIA driver, GPU 0000:65:00: uncorrected; Xid 79 (GPU has fallen off the bus.).',
      'proven: The processor raised a machine check: uncorrected; Host SLB Multihit [Not recovered]; at CPU 4.',
    ]);
  });
});

describe('hardware', () => {
  const blamed = (text: string) => verdict(text).culprit;
  const aer = (type: string, status: string): string =>
    `[    7.000002] pcieport 0000:00:1d.0: PCIe Bus Error: severity=Uncorrected (Fatal), type=${type}, (Requester ID)
[    7.000003] pcieport 0000:00:1d.0:   device [8086:7ab0] error status/mask=${status}/00000000`;

  it('is blamed for sure only for what software cannot have caused', () => {
    // Surprise Down, Malformed TLP; Unsupported Request, Completion Timeout.
    expect(blamed(aer('Data Link Layer', '00000020'))?.confidence).toBe('proven');
    expect(blamed(aer('Transaction Layer', '00040000'))?.confidence).toBe('proven');
    expect(blamed(aer('Transaction Layer', '00100000'))?.confidence).toBe('likely');
    expect(blamed(aer('Transaction Layer', '00004000'))?.confidence).toBe('likely');
    const xid = (what: string): string => `[    9.000001] NVRM: Xid (PCI:0000:65:00): ${what}`;
    expect(blamed(xid('48, pid=12, name=plum, DBE'))).toMatchObject({
      what: 'hardware',
      confidence: 'proven',
    });
    expect(blamed(xid('79, pid=12, GPU has fallen off the bus.'))?.confidence).toBe('likely');
    // What a program asked for is no fault of the hardware.
    expect(verdict(xid('31, pid=12, name=plum, Ch 00000008, MMU Fault')).kind).toBe('nothing');
  });
  it('is called by what was reported, where no bank was decoded', () => {
    const page = '[    9.000001] Memory failure: 0x12345: recovery action for dirty LRU page: Failed';
    expect(blamed(page)).toMatchObject({ name: 'pfn 0x12345', confidence: 'likely' });
  });
});

describe('a log without a crash', () => {
  it('tells of a disk, a file system or memory that ran out', () => {
    expect(
      verdict('[    4.000001] EXT4-fs error (device sda5) in plum_update:165: Filesystem failed CRC').kind,
    ).toBe('filesystem');
    expect(
      verdict(`[    4.000001] ata7.00: exception Emask 0x32 SAct 0x0 SErr 0x0 action 0xe frozen
[    4.000002] ata7: hard resetting link`).kind,
    ).toBe('filesystem');
    expect(verdict('[    4.000001] plum invoked oom-killer: gfp_mask=0xcc0, order=0').kind).toBe(
      'out-of-memory',
    );
  });
  it('is quiet where others live on daily', () => {
    expect(verdict('[    4.000001] blk_update_request: I/O error, dev fd0, sector 0').kind).toBe('nothing');
    expect(
      verdict(`[    4.000001] plum invoked oom-killer: gfp_mask=0xcc0, order=0
[    4.000002] Memory cgroup out of memory: Killed process 12 (plum)`).kind,
    ).toBe('nothing');
  });
});
