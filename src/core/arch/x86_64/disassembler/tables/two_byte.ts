/** Two-byte opcodes 0F xx without SSE in 64-bit mode (Intel SDM volume 2, table A-3; AMD APM volume 3 for its own). */
import { SSE } from './sse.ts';
import { parseTable } from '../template.ts';

export const TWO_BYTE = parseTable(`
00/0 sldt Ev:w
00/1 str Ev:w
00/2 lldt Ed:w
00/3 ltr Ed:w
00/4 verr Ew
00/5 verw Ew
00/6.f2 lkgs Ew
01/0m sgdt Mt
01/1m sidt Mt
01/2m lgdt Mt
01/3m lidt Mt
01/4 smsw Ev:w
01/5m.f3 rstorssp Mq
01/6 lmsw Ew
01/7m invlpg Mb
01/0r:0.np enclv
01/0r:1.np vmcall
01/0r:2.np vmlaunch
01/0r:3.np vmresume
01/0r:4.np vmxoff
01/0r:5.np pconfig
01/0r:6.np wrmsrns
01/0r:6.f2 rdmsrlist
01/0r:6.f3 wrmsrlist
01/1r:0 monitor edx,ecx,Aa
01/1r:1 mwait ecx,eax
01/1r:2.np clac
01/1r:3.np stac
01/1r:4.66 tdcall
01/1r:5.66 seamret
01/1r:6.66 seamops
01/1r:7.66 seamcall
01/1r:2.f2 erets
01/1r:2.f3 eretu
01/1r:7.np encls
01/2r:0.np xgetbv
01/2r:1.np xsetbv
01/2r:4.np vmfunc
01/2r:5.np xend
01/2r:6.np xtest
01/2r:7.np enclu
01/3r:0 vmrun
01/3r:1.np vmmcall
01/3r:1.f2 vmgexit
01/3r:1.f3 vmgexit
01/3r:2 vmload
01/3r:3 vmsave
01/3r:4 stgi
01/3r:5 clgi
01/3r:6 skinit
01/3r:7 invlpga
01/5r:0.np serialize
01/5r:0.f3 setssbsy
01/5r:0.f2 xsusldtrk
01/5r:1.f2 xresldtrk
01/5r:2.f3 saveprevssp
01/5r:4.f3 uiret
01/5r:5.f3 testui
01/5r:6.np rdpkru
01/5r:6.f3 clui
01/5r:7.np wrpkru
01/5r:7.f3 stui
01/7r:0 swapgs
01/7r:1 rdtscp
01/7r:2.np monitorx edx,ecx,Aa
01/7r:2.f3 mcommit
01/7r:3.np mwaitx ebx,ecx,eax
01/7r:4 clzero
01/7r:5.np rdpru
01/7r:6.np invlpgb
01/7r:6.f2 rmpupdate
01/7r:6.f3 rmpadjust
01/7r:7.np tlbsync
01/7r:7.f3 psmash
01/7r:7.f2 pvalidate
02 lar Gv,Ev:w
03 lsl Gv,Ev:w
05 syscall
06 clts
07 sysretl|sysretl|sysretq=sysret
08 invd
09.f3 wbnoinvd
09 wbinvd
0b ud2
0d/0m prefetch Mb
0d/1m prefetchw Mb
0d/2m prefetchwt1 Mb
0d/3m prefetch Mb
0d/4m prefetch Mb
0d/5m prefetch Mb
0d/6m prefetch Mb
0d/7m prefetch Mb
0dr nop~ Ev
0e femms
18/0m prefetchnta Mb
18/1m prefetcht0 Mb
18/2m prefetcht1 Mb
18/3m prefetcht2 Mb
18/6m prefetchit1 Mb
18/7m prefetchit0 Mb
18 nop~ Ev
19 nop~ Ev
1a nop~ Ev
1b nop~ Ev
1c/0m.np cldemote Mb
1c nop~ Ev
1d nop~ Ev
1e/1r.f3 rdsspd|rdsspd|rdsspq Ry
1e/7r:2.f3 endbr64
1e/7r:3.f3 endbr32
1e nop~ Ev
1f nop~ Ev
20 mov Rq,C
21 mov Rq,D
22 mov C,Rq
23 mov D,Rq
30 wrmsr
31 rdtsc
32 rdmsr
33 rdpmc
34 sysenter
35 sysexitl|sysexitl|sysexitq=sysexit
37 getsec
40-4f cmov{cc} Gv,Ev
77.np emms
78.np vmread Eq,Gq
79.np vmwrite Gq,Eq
80-8f j{cc} Jz
90-9f set{cc} Eb
a0 push fs
a1 pop fs
a2 cpuid
a3 bt Ev,Gv
a4 shld Ev,Gv,Ib
a5 shld Ev,Gv,cl
a8 push gs
a9 pop gs
aa rsm
ab bts Ev,Gv
ac shrd Ev,Gv,Ib
ad shrd Ev,Gv,cl
ae/0m.np fxsave|fxsave|fxsave64=fxsave M
ae/1m.np fxrstor|fxrstor|fxrstor64=fxrstor M
ae/2m.np ldmxcsr Md
ae/3m.np stmxcsr Md
ae/4m.np xsave|xsave|xsave64=xsave M
ae/5m.np xrstor|xrstor|xrstor64=xrstor M
ae/6m.np xsaveopt|xsaveopt|xsaveopt64=xsaveopt M
ae/6m.66 clwb Mb
ae/6m.f3 clrssbsy Mq
ae/7m.np clflush Mb
ae/7m.66 clflushopt Mb
ae/0r.f3 rdfsbase Ry
ae/1r.f3 rdgsbase Ry
ae/2r.f3 wrfsbase Ry
ae/3r.f3 wrgsbase Ry
ae/4.f3 ptwrite~ Ey
ae/5r.f3 incsspd|incsspd|incsspq Ry
ae/6r.f3 umonitor Ra
ae/6r.f2 umwait Rd
ae/6r.66 tpause Rd
ae/5r:0.np lfence
ae/6r:0.np mfence
ae/7r:0.np sfence
af imul Gv,Ev
b0 cmpxchg Eb,Gb
b1 cmpxchg Ev,Gv
b2 lss Gv,Mp
b3 btr Ev,Gv
b4 lfs Gv,Mp
b5 lgs Gv,Mp
b6 movzb^=movzx Gv,Eb
b7 movzw^=movzx Gv,Ew
b8.f3 popcnt Gv,Ev
b9 ud1 Gv,Ev
ba/4 bt~ Ev,Ib
ba/5 bts~ Ev,Ib
ba/6 btr~ Ev,Ib
ba/7 btc~ Ev,Ib
bb btc Ev,Gv
bc.f3 tzcnt Gv,Ev
bc bsf Gv,Ev
bd.f3 lzcnt Gv,Ev
bd bsr Gv,Ev
be movsb^=movsx Gv,Eb
bf movsw^=movsx Gv,Ew
c0 xadd Eb,Gb
c1 xadd Ev,Gv
c3.np movnti My,Gy
c7/1m cmpxchg8b|cmpxchg8b|cmpxchg16b My2
c7/3m.np xrstors|xrstors|xrstors64=xrstors M
c7/4m.np xsavec|xsavec|xsavec64=xsavec M
c7/5m.np xsaves|xsaves|xsaves64=xsaves M
c7/6m.np vmptrld Mq
c7/6m.66 vmclear Mq
c7/6m.f3 vmxon Mq
c7/7m.np vmptrst Mq
c7/6r.f3 senduipi Rq
c7/6r rdrand Rv
c7/7r.f3 rdpid Rq
c7/7r rdseed Rv
c8-cf bswap Zv
ff ud0 Gv,Ev
${SSE}
`);
