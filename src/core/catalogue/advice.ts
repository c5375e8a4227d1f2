import { subject, text } from './message.ts';

/**
 * What to do after a verdict, what would speak against it, and what to gather next time (rows/advice.ts). Boot parameters and
 * settings are those of Documentation/admin-guide/kernel-parameters.txt and sysctl/kernel.rst, options those of lib/Kconfig.debug (7.0).
 */
export const advice = subject('advice', {
  module: text<{ name: string }>({
    en: ({ name }) =>
      `Update or unload ${name} and see whether it happens again; whoever maintains it needs this report.`,
    ko: ({ name }) =>
      `${name} 모듈을 업데이트하거나 내린 뒤 재발하는지 확인하고, 모듈 개발사에 이 보고서를 전달하세요.`,
  }),
  search: text<{ words: string }>({
    en: ({ words }) =>
      `Look for a fix: search ${words} in the changelog of newer kernels of your distribution and on lore.kernel.org.`,
    ko: ({ words }) =>
      `이미 수정된 문제인지 확인하세요. 배포판의 최신 커널 변경 이력과 lore.kernel.org에서 ${words} 검색을 권합니다.`,
  }),
  innocent: {
    en: 'It crashed here, but other code may have corrupted the value: the same crash without this code would speak against the verdict.',
    ko: '크래시가 난 곳은 여기지만 값을 망가뜨린 코드는 따로 있을 수 있습니다. 이 코드 없이도 같은 크래시가 나면 판정을 다시 봐야 합니다.',
  },
  poison: {
    en: 'To catch who frees or overwrites it, boot once with slub_debug=FZPU, or run a kernel with CONFIG_KASAN.',
    ko: '누가 해제하거나 덮어썼는지 잡으려면 slub_debug=FZPU로 부팅하거나 CONFIG_KASAN을 켠 커널로 재현하세요.',
  },
  bits: {
    en: 'If such values differ from crash to crash, test the memory (memtest86+) and read the log of its controller (EDAC, BMC).',
    ko: '크래시마다 값이 다르면 메모리를 검사(memtest86+)하고 메모리 컨트롤러 기록(EDAC, BMC)을 확인하세요.',
  },
  lockdep: {
    en: 'A kernel with CONFIG_PROVE_LOCKING reports a wrong lock order before it deadlocks.',
    ko: 'CONFIG_PROVE_LOCKING을 켠 커널은 교착 상태가 되기 전에 잘못된 락 순서를 알려 줍니다.',
  },
  chain: {
    en: 'Follow who waits for whom (Locks and waits) to the task that waits for nothing or for a device: that is the cause.',
    ko: '대기 관계(“락과 대기”)를 끝까지 따라가세요. 아무것도 기다리지 않거나 장치를 기다리는 태스크가 원인입니다.',
  },
  circle: {
    en: 'Take the locks in the same order everywhere: the stacks of the tasks in the circle show where each was taken.',
    ko: '모든 곳에서 같은 순서로 락을 잡아야 합니다. 서로 기다리는 태스크들의 스택에서 각 락을 잡은 위치를 확인하세요.',
  },
  device: {
    en: 'Check the device and its path: earlier errors and timeouts in the log, firmware, cabling, the storage behind it.',
    ko: '장치와 그 경로를 점검하세요. 앞선 로그의 오류와 타임아웃, 펌웨어, 케이블, 뒤쪽 스토리지가 대상입니다.',
  },
  fsck: {
    en: 'Do not mount it for writing again: copy what matters, then check it offline (e2fsck -n, xfs_repair -n, btrfs check).',
    ko: '다시 쓰기 모드로 마운트하지 말고, 필요한 데이터를 복사한 뒤 오프라인으로 검사하세요(e2fsck -n, xfs_repair -n, btrfs check).',
  },
  machine: {
    en: 'Read the machine’s own log for that time (BMC or SEL, rasdaemon, mcelog), update firmware and microcode, replace the part it names.',
    ko: '같은 시각의 하드웨어 기록(BMC/SEL, rasdaemon, mcelog)을 확인하고, 펌웨어와 마이크로코드를 업데이트한 뒤 지목된 부품을 교체하세요.',
  },
  host: {
    en: 'In a virtual machine ask the host too: a CPU that the hypervisor does not run looks like one that hangs.',
    ko: '가상 머신이라면 호스트도 확인하세요. 하이퍼바이저가 실행해 주지 않는 CPU는 멈춘 CPU처럼 보입니다.',
  },
  spinning: {
    en: 'See in Stacks what that CPU was doing and what it waited for; perf or a second dump tells whether it is always the same place.',
    ko: '스택 화면에서 그 CPU가 무엇을 하며 무엇을 기다렸는지 보세요. perf나 두 번째 덤프로 늘 같은 곳인지 확인할 수 있습니다.',
  },
  blockers: {
    en: 'See which CPU or task kept the grace period from ending (RCU), and what it was doing (Stacks).',
    ko: '어느 CPU나 태스크가 유예 기간(grace period)을 막았는지(RCU), 무엇을 하고 있었는지(스택) 확인하세요.',
  },
  growth: {
    en: 'See what grew: processes by RSS (Tasks), slab caches, page cache, Memory use; then limit it (memory.max) or add memory.',
    ko: '무엇이 늘었는지 확인하세요. 프로세스 RSS(태스크), 슬랩 캐시, 페이지 캐시, 메모리 사용 현황을 본 뒤 제한(memory.max)하거나 메모리를 늘립니다.',
  },
  asked: {
    en: 'Nothing needs fixing here: ask who triggered the dump, and why; what hung at the time is in Stacks and Locks and waits.',
    ko: '고칠 것은 없습니다. 누가 왜 덤프를 남겼는지 확인하세요. 당시 멈춰 있던 것은 스택과 “락과 대기” 화면에 있습니다.',
  },
  init: {
    en: 'See why PID 1 ended: the exit code in the panic line, and the lines before; its binary, libraries or root file system may be damaged.',
    ko: 'PID 1이 끝난 이유를 확인하세요. 패닉 줄의 exitcode와 그 앞의 로그를 봅니다. 실행 파일, 라이브러리, 루트 파일 시스템이 손상됐을 수 있습니다.',
  },
  root: {
    en: 'Check root= on the command line, and that the initramfs of this kernel has the drivers of the disk; boot the previous kernel meanwhile.',
    ko: '커널 명령줄의 root=와, 이 커널의 initramfs에 디스크 드라이버가 들어 있는지 확인하세요. 그동안은 이전 커널로 부팅합니다.',
  },
  choice: {
    en: 'The kernel would have gone on but for a setting (panic_on_warn, panic_on_oops, hung_task_panic, softlockup_panic): the cause is the report itself.',
    ko: '설정(panic_on_warn, panic_on_oops, hung_task_panic, softlockup_panic)이 아니었으면 커널은 계속 동작했을 것입니다. 원인은 보고된 문제 자체입니다.',
  },
  deep: {
    en: 'See in the trace which functions recurse or take much of the stack; stacked storage and network layers add up.',
    ko: '호출 경로에서 반복되거나 스택을 많이 쓰는 함수를 찾으세요. 스토리지와 네트워크 계층이 깊게 쌓이면 합이 커집니다.',
  },
  atomic: {
    en: 'A kernel with CONFIG_DEBUG_PREEMPT says where preemption was disabled.',
    ko: 'CONFIG_DEBUG_PREEMPT를 켠 커널은 선점이 꺼진 위치를 알려 줍니다.',
  },
  clean: text<{ letters: string }>({
    en: ({ letters }) =>
      `Kernel developers ask first whether it happens in a kernel that is not tainted (here: ${letters}).`,
    ko: ({ letters }) =>
      `커널 개발자는 오염(taint)되지 않은 커널에서도 재현되는지 먼저 묻습니다(현재: ${letters}).`,
  }),
  // Of a log's text there are no views but its lines.
  chainInLog: {
    en: 'Follow in the traces of the log who waits for whom, to the task that waits for nothing or for a device: that is the cause. A dump (kdump) names the owners of the locks.',
    ko: '로그의 호출 경로에서 대기 관계를 끝까지 따라가세요. 아무것도 기다리지 않거나 장치를 기다리는 태스크가 원인입니다. 덤프(kdump)가 있으면 락 소유자를 알 수 있습니다.',
  },
  spinningInLog: {
    en: 'See in the trace what that CPU was doing; a second report or a dump (kdump) tells whether it is always the same place.',
    ko: '호출 경로에서 그 CPU가 무엇을 하고 있었는지 보세요. 두 번째 보고나 덤프(kdump)로 늘 같은 곳인지 확인할 수 있습니다.',
  },
  blockersInLog: {
    en: 'See which CPU or task the report of RCU names, and what its trace in the log was doing.',
    ko: 'RCU 보고가 어느 CPU나 태스크를 지목하는지, 로그의 호출 경로에서 무엇을 하고 있었는지 확인하세요.',
  },
  growthInLog: {
    en: 'See in the tables that the kernel printed (Mem-Info, the list of tasks) what grew; then limit it (memory.max) or add memory.',
    ko: '커널이 출력한 표(Mem-Info, 태스크 목록)에서 무엇이 늘었는지 확인한 뒤 제한(memory.max)하거나 메모리를 늘립니다.',
  },
  askedInLog: {
    en: 'Nothing needs fixing here: ask who triggered it, and why; what hung at the time is in the traces of the log, if they were asked for (SysRq W, T, L).',
    ko: '고칠 것은 없습니다. 누가 왜 요청했는지 확인하세요. 당시 멈춰 있던 것은 요청했다면(SysRq W, T, L) 로그의 호출 경로에 있습니다.',
  },
  againInLog: {
    en: 'Keep this log, and set up kdump: a dump, or a second report with the same bucket, tells cause from chance.',
    ko: '이 로그를 보관하고 kdump를 설정하세요. 덤프나 유형 ID가 같은 보고가 하나 더 있으면 우연과 원인을 가릴 수 있습니다.',
  },
  again: {
    en: 'Keep this dump. A second one with the same bucket tells cause from chance.',
    ko: '이 덤프를 보관하세요. 유형 ID가 같은 덤프가 하나 더 있으면 우연과 원인을 가릴 수 있습니다.',
  },
});
