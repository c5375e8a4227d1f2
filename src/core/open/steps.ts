import { chooseArch } from '../arch/index.ts';
import { besideSays } from '../catalogue/beside.ts';
import { logBesideSays } from '../catalogue/log-beside.ts';
import { open as say } from '../catalogue/open.ts';
import type { Message } from '../catalogue/message.ts';
import { openContainer } from '../container/probe.ts';
import { Engine } from '../engine/engine.ts';
import { MissingError } from '../errors.ts';
import { crashReservedAt } from '../kernel/crash-reserved.ts';
import { Kernel } from '../kernel/kernel.ts';
import { moduleListBroken, modules } from '../kernel/modules.ts';
import { firstTask } from '../kernel/panic.ts';
import { logRecords, requireLog } from '../kernel/printk.ts';
import { taskLayout, taskListBroken, tasks } from '../kernel/tasks.ts';
import { uts } from '../kernel/uts.ts';
import { PhysicalMemory } from '../memory/physical.ts';
import { Vmcoreinfo } from '../symbols/vmcoreinfo.ts';
import { Types } from '../types/types.ts';
import { encryptedRemark } from './encrypted.ts';
import { namesWithFound } from './found-variables.ts';
import type { Given } from './given.ts';
import { logBeside } from './log-beside.ts';
import { usedLeftOut } from './left-out.ts';
import { joinModules } from './modules.ts';
import { fewSymbols, symbolsByKeys, symbolsByShape, symbolsGiven } from './symbols.ts';
import { typesByHeader, typesBySymbol, typesGiven } from './types.ts';
import { byLinearMapping, byVmcoreinfo, standIn, withoutTables } from './page-tables.ts';
import { recogniseKernel } from './recognise.ts';
import { step, type Step } from './step.ts';
import { fromMemory, fromNote, fromWrongNote } from './vmcoreinfo.ts';

/**
 * Opening, from the first step to the last. Each names what it needs and gives, its ways in the order in which they are
 * tried, what stands in when none leads there, and what that costs. Only the first ones can end it: a file that is no
 * dump, a machine that is none of ours.
 */
export const STEPS: readonly Step[] = [
  step({
    gives: 'container',
    needs: ['files'],
    ways: [
      {
        id: 'only',
        find({ files }, { remark, progress }) {
          const container = openContainer(files.dump, [...files.parts, ...files.others], progress);
          const told = [
            ...(container.taken?.map((each) => each.name) ?? []),
            ...container.missing.map(({ fields }) => fields.file),
          ];
          const unused = files.unused.filter(({ fields }) => !told.includes(fields.file));
          // A machine that is none of ours is refused before anything of its kernel is looked for.
          if (container.machine !== undefined) chooseArch(container.machine, undefined);
          [...container.missing, ...unused].forEach(remark);
          return container;
        },
      },
    ],
  }),

  step({
    gives: 'memory',
    needs: ['files', 'container'],
    ways: [
      {
        id: 'only',
        find: ({ files, container }) =>
          new PhysicalMemory(new Engine(files.engine, container.pages, files.cacheBytes), container),
      },
    ],
  }),

  step({
    gives: 'vmcoreinfo',
    needs: ['memory'],
    uses: ['files', 'container'],
    ways: [
      { id: 'note', find: ({ memory }) => fromNote(memory) },
      { id: 'memory', find: ({ memory }, on) => fromMemory(memory, on) },
      { id: 'recognised', find: (ground, on) => recogniseKernel(ground, on) },
      { id: 'unproven', find: ({ memory }, on) => fromWrongNote(memory, on) },
    ],
    otherwise: () => new Vmcoreinfo(''),
    costs: ([note, memory, recognised]) =>
      say.noVmcoreinfo({
        why: say.both({ first: note, second: say.both({ first: memory, second: recognised }) }),
      }),
  }),

  step({
    gives: 'machine',
    needs: ['container'],
    uses: ['vmcoreinfo'],
    ways: [
      {
        id: 'only',
        find: ({ container, vmcoreinfo }) => chooseArch(container.machine, vmcoreinfo),
      },
    ],
  }),

  step({
    gives: 'layout',
    needs: ['container', 'machine'],
    uses: ['vmcoreinfo'],
    ways: [
      {
        id: 'only',
        find: ({ container, vmcoreinfo, machine }) =>
          machine.paging.layout({
            vmcoreinfo,
            physBase: container.physBase,
            segments: container.segments,
          }),
      },
    ],
    // Nothing is believed of it but the size of a page.
    otherwise: ({ machine, vmcoreinfo }) => machine.paging.layout({ vmcoreinfo, physBase: 0n }),
  }),

  step({
    gives: 'space',
    needs: ['memory'],
    uses: ['vmcoreinfo', 'layout'],
    ways: [
      { id: 'vmcoreinfo', find: (ground) => byVmcoreinfo(ground) },
      { id: 'linear', find: (ground, on) => byLinearMapping(ground, on) },
    ],
    otherwise: (ground) => withoutTables(ground),
    costs: ([why]) => say.noSpace({ why }),
  }),

  step({
    gives: 'symbols',
    needs: ['space'],
    uses: ['files', 'vmcoreinfo', 'layout'],
    ways: [
      { id: 'keys', find: (ground, { remark }) => symbolsByKeys(ground, remark) },
      { id: 'shape', find: (ground, { remark }) => symbolsByShape(ground, remark) },
      { id: 'given', find: (ground, { remark, reasons }) => symbolsGiven(ground, remark, reasons[0]) },
    ],
    otherwise: ({ vmcoreinfo }) => fewSymbols(vmcoreinfo),
    costs: ([why, , given]) => withGiven(say.noSymbols({ why }), given),
  }),

  step({
    gives: 'types',
    needs: ['space'],
    uses: ['container', 'files', 'vmcoreinfo', 'layout', 'symbols'],
    ways: [
      { id: 'btf', find: (ground, { remark }) => typesBySymbol(ground, remark) },
      { id: 'header', find: (ground, { remark }) => typesByHeader(ground, remark) },
      { id: 'given', find: (ground, { remark }) => typesGiven(ground, remark) },
    ],
    otherwise: () => new Types(),
    costs: ([why, , given]) =>
      withGiven(why.id === say.noTypes().id ? why : say.typesUnreadable({ why }), given),
  }),

  step({
    gives: 'names',
    needs: ['space'],
    uses: ['vmcoreinfo', 'layout', 'symbols', 'types'],
    ways: [{ id: 'only', find: (ground, { remark }) => namesWithFound(ground, remark) }],
    otherwise: ({ symbols }) => symbols,
  }),

  step({
    gives: 'kernel',
    needs: ['container', 'memory', 'machine'],
    uses: ['vmcoreinfo', 'layout', 'space', 'names', 'types'],
    ways: [
      {
        id: 'only',
        find({ names, machine, ...found }) {
          const { memory } = found;
          const kernel = new Kernel({ ...found, symbols: names, arch: machine });
          memory.holeKind = (address) => crashReservedAt(kernel, address);
          return kernel;
        },
      },
    ],
  }),

  // Needs the symbols: where KASLR has moved it, a variable of the kernel says.
  step({
    gives: 'directMap',
    needs: ['kernel', 'memory', 'space', 'symbols'],
    ways: [
      {
        id: 'only',
        find({ kernel, memory, space }) {
          const mapping = kernel.arch.paging.directMap(kernel);
          if (!mapping) throw new MissingError(say.noDirectMap());
          standIn(space, mapping, memory);
          return mapping;
        },
      },
    ],
    otherwise: () => undefined,
    costs: ([why]) => why,
  }),

  step({
    gives: 'modules',
    needs: ['kernel', 'symbols', 'types', 'files'],
    ways: [
      {
        id: 'only',
        find({ kernel, files }, { remark }) {
          joinModules(kernel, files.beside, remark);
          const broken = moduleListBroken(kernel);
          if (broken !== undefined) remark(say.brokenModules({ why: broken }));
          return modules(kernel);
        },
      },
    ],
    otherwise: () => undefined,
    costs: ([why]) => say.noModules({ why }),
  }),

  step({
    gives: 'tasks',
    needs: ['kernel', 'symbols', 'types'],
    ways: [
      {
        id: 'only',
        find({ kernel }, { remark }) {
          const first = firstTask(kernel);
          const broken = taskListBroken(kernel);
          if (broken !== undefined) remark(say.brokenTasks({ why: broken }));
          const { missing } = taskLayout(kernel);
          if (missing.length > 0) remark(say.tasksLack({ members: missing }));
          const leftOut = usedLeftOut(kernel);
          if (leftOut !== undefined) remark(leftOut);
          return { count: tasks(kernel).length, first };
        },
      },
    ],
    otherwise: () => undefined,
    costs: ([why]) => say.noTasks({ why }),
  }),

  // Its absence costs a line of the summary.
  step({
    gives: 'host',
    needs: ['kernel', 'space'],
    ways: [{ id: 'only', find: ({ kernel }) => uts(kernel)?.nodename || undefined }],
    otherwise: () => undefined,
  }),

  step({
    gives: 'log',
    // Without addresses its texts may still be found.
    needs: ['kernel', 'files'],
    uses: ['space'],
    ways: [
      {
        id: 'own',
        find({ kernel, files }, { remark }) {
          const remarks = requireLog(kernel);
          // Texts that lie in memory are less than a whole log beside the dump.
          const lost = remarks.length > 0 || logRecords(kernel).next().done === true;
          if (lost && takeLogBeside(kernel, files.logs, remark)) return true;
          if (!lost) for (const { name } of files.logs) remark(logBesideSays.notNeeded({ file: name }));
          remarks.forEach(remark);
          return true;
        },
      },
      {
        id: 'beside',
        find({ kernel, files }, { remark, reasons }) {
          if (takeLogBeside(kernel, files.logs, remark)) return true;
          // Not thrown: why a text beside was not used is told as well.
          remark(say.noLog({ why: reasons[0] }));
          return false;
        },
      },
    ],
    otherwise: () => false,
    costs: ([why]) => say.noLog({ why }),
  }),
];

/** Takes the log of a text beside the dump for the kernel's own, where one of them is of this kernel. */
function takeLogBeside(
  kernel: Kernel,
  logs: Given['files']['logs'],
  remark: (said: Message) => void,
): boolean {
  const found = logBeside(logs, kernel.vmcoreinfo.release, remark);
  if (found) {
    kernel.givenLog = found.records;
    remark(found.said);
  }
  return found !== undefined;
}

/** `cost`, and why none of the files beside the dump could stand in. */
function withGiven(cost: Message, why: Message): Message {
  return why.id === besideSays.nothingGiven().id ? cost : say.both({ first: cost, second: why });
}

/** What is known once everything was looked for: that lost page tables were stood in for, which files were not needed. */
export function lastRemarks({
  space,
  files,
  memory,
  tasks: found,
}: Pick<Given, 'space' | 'files' | 'memory'> & Partial<Pick<Given, 'tasks'>>): readonly Message[] {
  // Where no task was found, perhaps nothing can be read at all.
  const encrypted = (found?.count ?? 0) === 0 ? encryptedRemark(memory) : undefined;
  return [
    ...(encrypted ? [encrypted] : []),
    ...(space.linearWalks > 0 ? [say.byLinearMapping()] : []),
    ...files.beside
      .filter(({ told }) => !told)
      .map(({ source, kind }) =>
        (kind === 'module' ? besideSays.modulesUnknown : besideSays.notNeeded)({ file: source.name }),
      ),
  ];
}
