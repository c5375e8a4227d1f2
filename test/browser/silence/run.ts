/** The whole measurement, in the network this process finds itself in: `run.ts KIND PAGE DUMP OUTPUT`. */
import { writeFileSync } from 'node:fs';
import { ENGINES, programOf, type Engine } from './browsers.ts';
import { Drive, type Variant } from './drive.ts';
import { loopbackNetwork } from './loopback.ts';
import type { Measured } from './measured.ts';
import { namespaceNetwork } from './namespace.ts';
import { ROUTES } from './routes/index.ts';
import { routeScript } from './script.ts';

const [kind, page, dump, output] = process.argv.slice(2);
const network = kind === 'namespace' ? await namespaceNetwork() : loopbackNetwork();
const script = await routeScript();
const names = [...ROUTES.keys()];
const measured: Measured = { kind: network.kind, routes: names, columns: [], others: [] };
const started = Date.now();

async function measureEngine(engine: Engine): Promise<void> {
  const arrivedIn = (variant: Variant): Record<string, string> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const stage = network.arrivals.furthest(`${variant}-${engine}`, name);
        return stage ? [[name, stage]] : [];
      }),
    );
  const measure = async (variant: Variant, only?: readonly string[]): Promise<void> => {
    const before = Date.now();
    const made = await new Drive({ engine, variant, page, dump, script }, network).run(only);
    measured.columns.push({ engine, variant, ...made, arrived: arrivedIn(variant) });
    console.error(`${engine} ${variant}: ${((Date.now() - before) / 1000).toFixed(0)} s`);
  };
  await measure('open');
  await measure('page');
  // What still arrived, once more with the browser's own way to close it.
  if (engine === 'chromium') await measure('quiet', Object.keys(arrivedIn('page')));
}

// Both at once: each mostly waits.
await Promise.all(ENGINES.filter(programOf).map(measureEngine));
measured.columns.sort((a, b) => ENGINES.indexOf(a.engine) - ENGINES.indexOf(b.engine));
measured.others.push(...[...network.arrivals.others.keys()].sort());
console.error(
  `silence: ${names.length} routes in ${((Date.now() - started) / 1000).toFixed(0)} s, ${network.kind}`,
);
writeFileSync(output, JSON.stringify(measured, undefined, 1));
process.exit(0);
