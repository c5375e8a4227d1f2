/**
 * System registers and system instructions by their encoding (DDI 0487, D17 and C5): names followed by op0, op1, CRn, CRm and
 * op2 in hexadecimal, as bits 20:5 of mrs and sys have them (of instructions without op0). Those of debuggers' trace units,
 * of activity monitors and of protected memory are left out: the kernel's own code does not name them.
 */

/** By the end of the name; `-`: none. */
export const REGISTERS: Readonly<Record<string, string>> = {
  '-': `
spsel:c210 currentel:c212 pan:c213 uao:c214 allint:c218 rndr:d920 rndrrs:d921 nzcv:da10 daif:da11 svcr:da12 dit:da15
ssbs:da16 tco:da17 fpcr:da20 fpsr:da21 spsr_irq:e218 spsr_abt:e219 spsr_und:e21a spsr_fiq:e21b`,
  _el0: `
mdccsr:9808 dbgdtr:9820 dbgdtrrx:9828 csrcr:9c00 csrptr:9c01 csridr:9c02 csrptridx:9c03 sp:c208 ctr:d801 dczid:d807
dspsr:da28 dlr:da29 pmcr:dce0 pmcntenset:dce1 pmcntenclr:dce2 pmovsclr:dce3 pmswinc:dce4 pmselr:dce5 pmceid0:dce6
pmceid1:dce7 pmccntr:dce8 pmxevtyper:dce9 pmxevcntr:dcea pmuserenr:dcf0 pmovsset:dcf3 tpidr:de82 tpidrro:de83
tpidr2:de85 scxtnum:de87 cntfrq:df00 cntpct:df01 cntvct:df02 cntpctss:df05 cntvctss:df06 cntp_tval:df10 cntp_ctl:df11
cntp_cval:df12 cntv_tval:df18 cntv_ctl:df19 cntv_cval:df1a pmccfiltr:df7f`,
  _el02: `
cntp_tval:ef10 cntp_ctl:ef11 cntp_cval:ef12 cntv_tval:ef18 cntv_ctl:ef19 cntv_cval:ef1a`,
  _el1: `
osdtrrx:8002 mdccint:8010 mdscr:8012 osdtrtx:801a oseccr:8032 mdrar:8080 oslar:8084 oslsr:808c osdlr:809c dbgprcr:80a4
dbgclaimset:83c6 dbgclaimclr:83ce dbgauthstatus:83f6 csrcr:8400 csrptr:8401 csrptridx:8403 teecr32:9000 teehbr32:9080
midr:c000 mpuir:c004 mpidr:c005 revidr:c006 id_pfr0:c008 id_pfr1:c009 id_dfr0:c00a id_afr0:c00b id_mmfr0:c00c
id_mmfr1:c00d id_mmfr2:c00e id_mmfr3:c00f id_isar0:c010 id_isar1:c011 id_isar2:c012 id_isar3:c013 id_isar4:c014
id_isar5:c015 id_mmfr4:c016 id_isar6:c017 mvfr0:c018 mvfr1:c019 mvfr2:c01a id_pfr2:c01c id_dfr1:c01d id_mmfr5:c01e
id_aa64pfr0:c020 id_aa64pfr1:c021 id_aa64zfr0:c024 id_aa64smfr0:c025 id_aa64dfr0:c028 id_aa64dfr1:c029
id_aa64afr0:c02c id_aa64afr1:c02d id_aa64isar0:c030 id_aa64isar1:c031 id_aa64isar2:c032 id_aa64mmfr0:c038
id_aa64mmfr1:c039 id_aa64mmfr2:c03a sctlr:c080 actlr:c081 cpacr:c082 rgsr:c085 gcr:c086 zcr:c090 trfcr:c091 smpri:c094
smcr:c096 ttbr0:c100 ttbr1:c101 tcr:c102 apiakeylo:c108 apiakeyhi:c109 apibkeylo:c10a apibkeyhi:c10b apdakeylo:c110
apdakeyhi:c111 apdbkeylo:c112 apdbkeyhi:c113 apgakeylo:c118 apgakeyhi:c119 spsr:c200 elr:c201 icc_pmr:c230 afsr0:c288
afsr1:c289 esr:c290 erridr:c298 errselr:c299 erxfr:c2a0 erxctlr:c2a1 erxstatus:c2a2 erxaddr:c2a3 erxpfgf:c2a4
erxpfgctl:c2a5 erxpfgcdn:c2a6 tfsr:c2b0 tfsre0:c2b1 far:c300 par:c3a0 pmscr:c4c8 pmsnevfr:c4c9 pmsicr:c4ca pmsirr:c4cb
pmsfcr:c4cc pmsevfr:c4cd pmslatfr:c4ce pmsidr:c4cf pmblimitr:c4d0 pmbptr:c4d1 pmbsr:c4d3 pmbidr:c4d7 trblimitr:c4d8
trbptr:c4d9 trbbaser:c4da trbsr:c4db trbmar:c4dc trbtrg:c4de trbidr:c4df pmintenset:c4f1 pmintenclr:c4f2 pmmir:c4f6
mair:c510 amair:c518 lorsa:c520 lorea:c521 lorn:c522 lorc:c523 lorid:c527 vbar:c600 rvbar:c601 rmr:c602 isr:c608
disr:c609 icc_iar0:c640 icc_eoir0:c641 icc_hppir0:c642 icc_bpr0:c643 icc_nmiar1:c64d icc_dir:c659 icc_rpr:c65b
icc_sgi1r:c65d icc_asgi1r:c65e icc_sgi0r:c65f icc_iar1:c660 icc_eoir1:c661 icc_hppir1:c662 icc_bpr1:c663 icc_ctlr:c664
icc_sre:c665 icc_igrpen0:c666 icc_igrpen1:c667 contextidr:c681 tpidr:c684 accdata:c685 scxtnum:c687 cntkctl:c708
ccsidr:c800 clidr:c801 ccsidr2:c802 gmid:c804 smidr:c806 aidr:c807 csselr:d000 sp:e208 cntps_tval:ff10 cntps_ctl:ff11
cntps_cval:ff12`,
  _el12: `
csrcr:ac00 csrptr:ac01 sctlr:e880 cpacr:e882 zcr:e890 trfcr:e891 smcr:e896 ttbr0:e900 ttbr1:e901 tcr:e902 spsr:ea00
elr:ea01 afsr0:ea88 afsr1:ea89 esr:ea90 tfsr:eab0 far:eb00 pmscr:ecc8 mair:ed10 amair:ed18 vbar:ee00 contextidr:ee81
scxtnum:ee87 cntkctl:ef08`,
  _el2: `
dbgvcr32:a038 csrcr:a400 csrptr:a401 csrptridx:a403 vpidr:e000 mpuir:e004 vmpidr:e005 sctlr:e080 actlr:e081 hcr:e088
mdcr:e089 cptr:e08a hstr:e08b hfgrtr:e08c hfgwtr:e08d hfgitr:e08e hacr:e08f zcr:e090 trfcr:e091 hcrx:e092
smprimap:e095 smcr:e096 sder32:e099 ttbr0:e100 ttbr1:e101 tcr:e102 vttbr:e108 vtcr:e10a vncr:e110 vsttbr:e130
vstcr:e132 dacr32:e180 hdfgrtr:e18c hdfgwtr:e18d hafgrtr:e18e spsr:e200 elr:e201 ifsr32:e281 afsr0:e288 afsr1:e289
esr:e290 vsesr:e293 fpexc32:e298 tfsr:e2b0 far:e300 hpfar:e304 pmscr:e4c8 mair:e510 amair:e518 vbar:e600 rvbar:e601
rmr:e602 vdisr:e609 icc_sre:e64d ich_hcr:e658 ich_vtr:e659 ich_misr:e65a ich_eisr:e65b ich_elrsr:e65d ich_vmcr:e65f
contextidr:e681 tpidr:e682 scxtnum:e687 cntvoff:e703 cntpoff:e706 cnthctl:e708 cnthp_tval:e710 cnthp_ctl:e711
cnthp_cval:e712 cnthv_tval:e718 cnthv_ctl:e719 cnthv_cval:e71a cnthvs_tval:e720 cnthvs_ctl:e721 cnthvs_cval:e722
cnthps_tval:e728 cnthps_ctl:e729 cnthps_cval:e72a sp:f208`,
  _el3: `
sctlr:f080 actlr:f081 scr:f088 sder32:f089 cptr:f08a zcr:f090 smcr:f096 mdcr:f099 ttbr0:f100 tcr:f102 gptbr:f10c
spsr:f200 elr:f201 afsr0:f288 afsr1:f289 esr:f290 tfsr:f2b0 far:f300 mfar:f305 mair:f510 amair:f518 vbar:f600
rvbar:f601 rmr:f602 icc_ctlr:f664 icc_sre:f665 icc_igrpen1:f667 tpidr:f682 scxtnum:f687`,
};

/** Families: name, its end, the first one's encoding, how far they lie apart, how many. */
export const FAMILIES: readonly (readonly [
  name: string,
  end: string,
  first: number,
  step: number,
  count: number,
])[] = [
  ['dbgbvr', '_el1', 0x8004, 8, 16],
  ['dbgbcr', '_el1', 0x8005, 8, 16],
  ['dbgwvr', '_el1', 0x8006, 8, 16],
  ['dbgwcr', '_el1', 0x8007, 8, 16],
  ['erxmisc', '_el1', 0xc2a8, 1, 4],
  ['icc_ap0r', '_el1', 0xc644, 1, 4],
  ['icc_ap1r', '_el1', 0xc648, 1, 4],
  ['pmevcntr', '_el0', 0xdf40, 1, 31],
  ['pmevtyper', '_el0', 0xdf60, 1, 31],
  ['ich_ap0r', '_el2', 0xe640, 1, 4],
  ['ich_ap1r', '_el2', 0xe648, 1, 4],
  ['ich_lr', '_el2', 0xe660, 1, 16],
  ['amevcntr0', '_el0', 0xdea0, 1, 4],
];

/** By mnemonic; a tail `-`: without a register. Of tlbi those with nXS are the same with bit 7 set. */
export const INSTRUCTIONS: Readonly<Record<string, string>> = {
  ic: `
ialluis:388- iallu:3a8- ivau:1ba9`,
  dc: `
ivac:3b1 isw:3b2 igvac:3b3 igsw:3b4 igdvac:3b5 igdsw:3b6 csw:3d2 cgsw:3d4 cgdsw:3d6 cisw:3f2 cigsw:3f4 cigdsw:3f6
zva:1ba1 gva:1ba3 gzva:1ba4 cvac:1bd1 cgvac:1bd3 cgdvac:1bd5 cvau:1bd9 cvap:1be1 cgvap:1be3 cgdvap:1be5 cvadp:1be9
cgvadp:1beb cgdvadp:1bed civac:1bf1 cigvac:1bf3 cigdvac:1bf5 cipapa:33f1 cigdpapa:33f5`,
  at: `
s1e1r:3c0 s1e1w:3c1 s1e0r:3c2 s1e0w:3c3 s1e1rp:3c8 s1e1wp:3c9 s1e2r:23c0 s1e2w:23c1 s12e1r:23c4 s12e1w:23c5
s12e0r:23c6 s12e0w:23c7 s1e3r:33c0 s1e3w:33c1`,
  tlbi: `
vmalle1os:408- vae1os:409 aside1os:40a vaae1os:40b vale1os:40d vaale1os:40f rvae1is:411 rvaae1is:413 rvale1is:415
rvaale1is:417 vmalle1is:418- vae1is:419 aside1is:41a vaae1is:41b vale1is:41d vaale1is:41f rvae1os:429 rvaae1os:42b
rvale1os:42d rvaale1os:42f rvae1:431 rvaae1:433 rvale1:435 rvaale1:437 vmalle1:438- vae1:439 aside1:43a vaae1:43b
vale1:43d vaale1:43f ipas2e1is:2401 ripas2e1is:2402 ipas2le1is:2405 ripas2le1is:2406 alle2os:2408- vae2os:2409
alle1os:240c- vale2os:240d vmalls12e1os:240e- rvae2is:2411 rvale2is:2415 alle2is:2418- vae2is:2419 alle1is:241c-
vale2is:241d vmalls12e1is:241e- ipas2e1os:2420 ipas2e1:2421 ripas2e1:2422 ripas2e1os:2423 ipas2le1os:2424
ipas2le1:2425 ripas2le1:2426 ripas2le1os:2427 rvae2os:2429 rvale2os:242d rvae2:2431 rvale2:2435 alle2:2438- vae2:2439
alle1:243c- vale2:243d vmalls12e1:243e- alle3os:3408- vae3os:3409 paallos:340c- vale3os:340d rvae3is:3411
rvale3is:3415 alle3is:3418- vae3is:3419 vale3is:341d rpaos:3423 rpalos:3427 rvae3os:3429 rvale3os:342d rvae3:3431
rvale3:3435 alle3:3438- vae3:3439 paall:343c- vale3:343d`,
  cfp: `
rctx:1b9c`,
  dvp: `
rctx:1b9d`,
  cpp: `
rctx:1b9f`,
};
