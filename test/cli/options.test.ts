import { describe, expect, it } from 'vitest';
import { render } from '../../src/core/catalogue/message.ts';
import { saidBy } from '../../src/core/errors.ts';
import { languageAsked, parseOptions } from '../../src/cli/options.ts';
import { SECRETS } from '../../src/core/report/secret.ts';

describe('the command line', () => {
  it('takes a dump, more files and commands in order', () => {
    const options = parseOptions(['-c', 'ps', 'vmcore', '--command=bt -a', 'vmlinux', '-i', '-']);
    expect(options.files).toEqual(['vmcore', 'vmlinux']);
    expect(options.commands).toEqual(['ps', 'bt -a']);
    expect(options.inputs).toEqual(['-']);
  });

  it.each([
    [[], 'Say which dump to open.'],
    [['--speed', 'vmcore'], 'There is no option --speed.'],
    [['vmcore', '-c'], '-c needs a value after it.'],
    [['vmcore', '--json=yes'], '--json takes no value.'],
    [['vmcore', '--output', '--json'], '--output needs a value after it.'],
    [['vmcore', '-z'], 'There is no option -z.'],
    [['vmcore', '--constructor'], 'There is no option --constructor.'],
    [['vmcore', '--report', 'pdf'], '--report is one of html, md, json, not "pdf".'],
    [['vmcore', '--lang', 'de'], '--lang is one of en, ko, not "de".'],
    [['vmcore', '--redact', 'name'], `--redact is one of ${SECRETS.join(', ')}, not "name".`],
    [['vmcore', '--redact', ''], `--redact is "all" or some of ${SECRETS.join(',')}.`],
    [['vmcore', '--output', 'x'], '--output names the file of a report; give --report html, md or json too.'],
    [['vmcore', '--console', '--json'], '--json cannot be had at the console; give commands with -c.'],
  ])('%j: says what is wrong', (words, sentence) => {
    expect(() => parseOptions(words)).toThrow(sentence);
  });

  it('says it in the language asked for, even when nothing else is right', () => {
    expect(languageAsked(['--speed', '--lang', 'ko'], {})).toBe('ko');
    expect(languageAsked(['--lang=en'], { LANG: 'ko_KR.UTF-8' })).toBe('en');
    expect(languageAsked(['--lang'], { LANG: 'ko_KR.UTF-8' })).toBe('ko');
    const [wrong] = [() => parseOptions(['--speed'])].map((run) => {
      try {
        run();
      } catch (error) {
        return saidBy(error);
      }
      return undefined;
    });
    expect(wrong && render(wrong, 'ko')).toBe('--speed 옵션은 없습니다.');
  });

  it('needs no dump for --help and --version', () => {
    expect(parseOptions(['--help']).help).toBe(true);
    expect(parseOptions(['--version']).version).toBe(true);
  });

  it('takes the language from the environment, the option before it', () => {
    expect(parseOptions(['vmcore'], { LANG: 'ko_KR.UTF-8' }).lang).toBe('ko');
    expect(parseOptions(['vmcore'], { LC_ALL: 'C', LANG: 'ko_KR.UTF-8' }).lang).toBe('en');
    expect(parseOptions(['vmcore', '--lang', 'en'], { LANG: 'ko_KR.UTF-8' }).lang).toBe('en');
  });

  it('takes secrets by name, together, or all', () => {
    expect(parseOptions(['vmcore', '--redact', 'ip,mac', '--redact=ip']).redact).toEqual(['ip', 'mac']);
    expect(parseOptions(['vmcore', '--redact', 'all']).redact).toEqual(SECRETS);
  });
});
