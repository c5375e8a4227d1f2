import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

/** The routes and their runner as one classic script. */
export async function routeScript(): Promise<string> {
  const made = (await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      modulePreload: false,
      lib: {
        entry: fileURLToPath(new URL('routes/runner.ts', import.meta.url)),
        formats: ['iife'],
        name: 'silenceRoutes',
        fileName: 'routes',
      },
    },
  })) as Rolldown.RolldownOutput | Rolldown.RolldownOutput[];
  const [chunk] = (Array.isArray(made) ? made : [made]).flatMap((one) => one.output);
  if (chunk.type !== 'chunk') throw new Error('The routes did not become one script.');
  return chunk.code;
}

/**
 * Runs in every document before its own scripts: the routes stand before the first line of each worker script the page
 * makes, and the workers are remembered. So the routes run in the worker that the page itself starts and opens the dump
 * in. (Firefox's WebDriver BiDi has no way to evaluate in a worker.)
 */
export function hook(script: string): string {
  return `(() => {
    const routes = ${JSON.stringify(script)};
    const plainUrl = URL.createObjectURL;
    URL.createObjectURL = function (thing) {
      const isScript = thing instanceof Blob && thing.type === 'text/javascript';
      return plainUrl.call(URL, isScript ? new Blob([routes, ';\\n', thing], { type: thing.type }) : thing);
    };
    globalThis.silenceWorkers = [];
    globalThis.Worker = new Proxy(Worker, {
      construct(Plain, given) {
        const worker = new Plain(...given);
        globalThis.silenceWorkers.push(worker);
        return worker;
      },
    });
  })()`;
}
