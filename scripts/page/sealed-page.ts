/**
 * The page's build: takes what Vite made of index.html, builds the shell's scripts and the worker as classic
 * scripts, and seals everything into one file (two with a sample dump at hand). Fails on anything left over.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { bytesByPackage, engineHasLibrary, licencesOf, modulesIn } from '../licences.ts';
import { fillLicences } from './licences.ts';
import { scriptText, seal, type Pieces } from './seal.ts';

/** Where the plugin finds what it seals. */
export interface SealOptions {
  readonly root: string;
  /** Path of the engine's wasm. */
  readonly engine: string;
  /** Folder with the sample dump for the demo page. */
  readonly samples: string;
  /** Aliases the worker is built with. */
  readonly alias?: Record<string, string>;
}

/** A classic script of one entry: blob module workers do not start in Chromium from file://. */
async function classic(
  options: SealOptions,
  entry: string,
): Promise<{ code: string; chunk: Rolldown.OutputChunk }> {
  const made = (await build({
    configFile: false,
    root: options.root,
    logLevel: 'warn',
    publicDir: false,
    resolve: { alias: options.alias ?? {} },
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      lib: { entry: join(options.root, entry), formats: ['iife'], name: 'oopscope', fileName: 'script' },
    },
  })) as Rolldown.RolldownOutput | Rolldown.RolldownOutput[];
  const chunks = (Array.isArray(made) ? made : [made]).flatMap((one) => one.output);
  if (chunks.length !== 1 || chunks[0].type !== 'chunk')
    throw new Error(`${entry} did not become one script.`);
  return { code: scriptText(chunks[0].code), chunk: chunks[0] };
}

function sampleIn(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const found = readdirSync(folder).filter((name) => name.endsWith('.vmcore'));
  return found.length ? join(folder, found.sort()[0]) : undefined;
}

/** The inner document with its style sheets and module scripts in it; `take` gives the files it names, `fill` what is put into scripts. */
function inlined(html: string, take: (name: string) => string, fill: (code: string) => string): string {
  const scripts: string[] = [];
  return html
    .replace(
      /\s*<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g,
      (_, href: string) => `<style>${take(href)}</style>`,
    )
    .replace(/\s*<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/g, (_, src: string) => {
      scripts.push(scriptText(fill(take(src))));
      return '';
    })
    .replace(
      '</body>',
      () => scripts.map((code) => `<script type="module">${code}</script>`).join('') + '</body>',
    );
}

/** Vite's plugin that does it: the files are `oopscope.html` and, with a sample, `oopscope-demo.html`. */
export function sealedPage(options: SealOptions): Plugin {
  return {
    name: 'sealed-page',
    enforce: 'post',
    apply: 'build',
    config: () => ({
      base: './',
      build: {
        assetsInlineLimit: 1e9,
        cssCodeSplit: false,
        modulePreload: false,
        target: 'es2023',
        rolldownOptions: { output: { codeSplitting: false } },
      },
    }),
    generateBundle: {
      order: 'post',
      async handler(_output, bundle) {
        if (!existsSync(options.engine))
          this.error(`${options.engine} is missing: run npm run build:engine first.`);
        const take = (name: string): string => {
          const file = bundle[name.replace(/^\.?\//, '')];
          if (!file) this.error(`not in the bundle: ${name}`);
          delete bundle[file.fileName];
          return file.type === 'chunk' ? file.code : String(file.source);
        };
        const chunks = Object.values(bundle).flatMap((each) => (each.type === 'chunk' ? [each] : []));
        const [outer, early, worker] = [
          await classic(options, 'src/shell/outer.ts'),
          await classic(options, 'src/shell/early.ts'),
          await classic(options, 'workers/session.worker.ts'),
        ];
        chunks.push(outer.chunk, early.chunk, worker.chunk);
        const text = options.engine.replace(/\.wasm$/, '.wat');
        const compiler =
          existsSync(text) && engineHasLibrary(readFileSync(text, 'utf8')) ? ['assemblyscript'] : [];
        const licences = licencesOf(options.root, modulesIn(chunks), compiler);
        const inner = inlined(take('index.html'), take, (code) => fillLicences(code, licences));
        const left = Object.keys(bundle);
        if (left.length) this.error(`left outside the page: ${left.join(', ')}`);

        const pieces: Pieces = {
          outer: readFileSync(join(options.root, 'src/shell/outer.html'), 'utf8'),
          outerStyle: readFileSync(join(options.root, 'src/shell/outer.css'), 'utf8').trim(),
          outerScript: outer.code,
          inner,
          earlyScript: early.code,
          parts: { worker: new TextEncoder().encode(worker.code), engine: readFileSync(options.engine) },
        };
        const emit = (fileName: string, made: Pieces): void => {
          const sealed = seal(made);
          this.emitFile({ type: 'asset', fileName, source: sealed.html });
          console.log(
            `${fileName}  ${(sealed.html.length / 1e6).toFixed(2)} MB  sha256 ${sealed.sha256}  build ${sealed.build}`,
          );
        };
        emit('oopscope.html', pieces);
        const shares = bytesByPackage(chunks).map(
          ([name, bytes]) => `${name} ${(bytes / 1000).toFixed(0)} KB`,
        );
        console.log(`of other people's, before compression: ${shares.join(', ')}`);
        const sample = sampleIn(options.samples);
        if (sample) {
          const parts = { ...pieces.parts, sample: readFileSync(sample) };
          emit('oopscope-demo.html', { ...pieces, parts, sampleName: basename(sample) });
        }
      },
    },
  };
}
