import type { Shell } from '../shell/shell.ts';
import type { SettingKey } from '../../shell/protocol.ts';
import { current, type Language } from '../catalogue/say.svelte.ts';

/** The colour scheme; `system` goes with the machine's. */
export type Theme = 'system' | 'light' | 'dark';

/** What the user set, kept by the outer document between visits. */
export class Settings {
  theme = $state<Theme>('system');
  private systemDark = $state(false);
  readonly dark = $derived(this.theme === 'system' ? this.systemDark : this.theme === 'dark');

  get language(): Language {
    return current.language;
  }

  constructor(private readonly shell: Shell) {
    const kept = shell.hello.settings;
    if (kept.theme === 'light' || kept.theme === 'dark') this.theme = kept.theme;
    current.language = kept.language === 'en' || kept.language === 'ko' ? kept.language : systemLanguage();
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.systemDark = query.matches;
    query.addEventListener('change', () => (this.systemDark = query.matches));
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.shell.keep('theme', theme);
  }

  setLanguage(language: Language): void {
    current.language = language;
    this.shell.keep('language', language);
  }

  /** A piece of state that is kept as JSON; undefined when there is none or it cannot be read. */
  recall(key: SettingKey): unknown {
    try {
      return JSON.parse(this.shell.hello.settings[key] ?? 'null') ?? undefined;
    } catch {
      // Written by another version, or cut off when storage was full: as if there were none.
      return undefined;
    }
  }

  remember(key: SettingKey, value: unknown): void {
    this.shell.keep(key, JSON.stringify(value));
  }
}

function systemLanguage(): Language {
  return navigator.languages.find((each) => /^(ko|en)/.test(each))?.startsWith('ko') ? 'ko' : 'en';
}
