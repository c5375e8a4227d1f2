import { parseRef, refAddress, type Ref } from '../../core/rows/ref.ts';
import { hex } from '../../core/addr.ts';
import type { Workspace } from '../state/workspace.svelte.ts';
import { menu as words } from '../catalogue/frame.ts';
import { say } from '../catalogue/say.svelte.ts';

/** One way to look at what a reference names. */
export interface Action {
  readonly id: string;
  readonly label: string;
  go(workspace: Workspace, text: string): void;
}

interface Known {
  readonly address?: string;
  readonly type?: string;
  readonly home?: string;
}

/** The actions to look at `ref`; what the inspector found out about it makes more of them. */
export function actionsOf(ref: string, known: Known = {}): Action[] {
  const parsed = parseRef(ref);
  if (!parsed) return [];
  const actions: Action[] = [];
  const to = (id: string, label: string, target: string): void => {
    if (target !== ref || parsed.kind !== 'view')
      actions.push({ id, label, go: (workspace) => void workspace.follow(target) });
  };
  const at = known.address ?? addressOf(parsed);
  if (parsed.kind === 'task' && at) to('stack', say(words.stack()), `stack:${at}`);
  if (parsed.kind === 'pid') to('stack', say(words.stack()), `stack:${parsed.rest}`);
  if (parsed.kind === 'module') to('module', say(words.module()), ref);
  if (parsed.kind === 'type') to('type', say(words.type()), ref);
  if (known.home?.startsWith('dis:') || parsed.kind === 'dis')
    to('code', say(words.code()), known.home ?? ref);
  else if (at && (parsed.kind === 'addr' || parsed.kind === 'mem'))
    to('code', say(words.code()), `dis:${at}`);
  if (parsed.kind === 'phys') to('memory', say(words.memory()), ref);
  else if (at) to('memory', say(words.memory()), `mem:${at}`);
  if (at) {
    const type = known.type ?? (parsed.kind === 'task' ? 'task_struct' : undefined);
    if (type) to('struct', `struct ${type}`, `struct:${type}@${at}`);
    else
      actions.push({
        id: 'as',
        label: say(words.asStruct()),
        go: (workspace) => workspace.openPalette(`as ${at} `),
      });
  }
  if (at && parsed.kind !== 'phys')
    actions.push({
      id: 'search',
      label: say(words.search()),
      go: (workspace) => workspace.runCommand(`search ${at}`),
    });
  actions.push({ id: 'copy', label: say(words.copy()), go: () => void navigator.clipboard.writeText(ref) });
  return actions;
}

function addressOf(ref: Ref): string | undefined {
  const found = ['addr', 'task', 'stack', 'struct', 'dis', 'mem', 'inode'].includes(ref.kind)
    ? refAddress(ref)
    : undefined;
  return found === undefined ? undefined : hex(found, 16);
}
