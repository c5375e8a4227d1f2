import { type Offer, inLanguages } from '../../core/rows/thing.ts';
import { LANGUAGES, render, type Message } from '../../core/catalogue/message.ts';
import { frame, kinds, themes } from '../catalogue/frame.ts';
import { help } from '../catalogue/help.ts';
import { say } from '../catalogue/say.svelte.ts';
import { start } from '../catalogue/start.ts';
import { report } from '../catalogue/verdict.ts';
import type { Workspace } from '../state/workspace.svelte.ts';
import version from 'virtual:version';

/** What the palette offers: somewhere to go, or something to be done. */
export interface Choice extends Offer {
  readonly act?: () => void;
}

/** What the page can do besides showing a place. */
function wishes(
  workspace: Workspace,
): readonly (readonly [id: string, words: readonly Message[], act: () => void])[] {
  const { app } = workspace;
  const { settings, layout } = app;
  return [
    ...(['light', 'dark', 'system'] as const).map(
      (theme) =>
        [`theme-${theme}`, [frame.theme(), themes[theme]()], () => settings.setTheme(theme)] as const,
    ),
    ['english', [frame.language(), frame.english()], () => settings.setLanguage('en')],
    ['korean', [frame.language(), frame.korean()], () => settings.setLanguage('ko')],
    ['open', [frame.openHelp()], () => document.getElementById('file')?.click()],
    ['folder', [start.chooseFolder()], () => document.getElementById('folder')?.click()],
    ['console', [frame.console()], () => workspace.toggleConsole()],
    ['inspector', [frame.inspector()], () => layout.toggleInspector()],
    ['keys', [help.title()], () => (workspace.helpOpen = true)],
    [
      'report',
      [report.title(), report.copy()],
      () => void app.copy(workspace.session.ask.report('md', false, version), report.copied()),
    ],
  ];
}

/** What can be done whose words, in any language, have `wanted` in them. */
export function wishesFor(workspace: Workspace, wanted: string): Choice[] {
  return wishes(workspace)
    .filter(([, words]) =>
      LANGUAGES.some((language) =>
        words
          .map((each) => render(each, language))
          .join(' ')
          .toLowerCase()
          .includes(wanted),
      ),
    )
    .map(([id, words, act]) => ({
      text: words.map(say).join(': '),
      ref: `do:${id}`,
      kind: inLanguages(kinds.action()),
      act,
    }));
}
