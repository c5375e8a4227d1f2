import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { strict } from '../build/zoo.ts';
import { STAGES, type Stage } from './silence/arrivals.ts';
import { ENGINES, programOf, type Engine } from './silence/browsers.ts';
import type { Variant } from './silence/drive.ts';
import { arrivesUnprotected, MAY_REMAIN } from './silence/expected.ts';
import { measure, networkHere, PAGE } from './silence/measure.ts';
import type { Column, Measured } from './silence/measured.ts';
import { GROUPS, ROUTES, routesIn } from './silence/routes/index.ts';
import { groupTable, summary } from './silence/table.ts';

/** With CI set a missing browser fails instead of being left out. */
const engines = strict ? ENGINES : ENGINES.filter(programOf);

describe.skipIf(engines.length === 0)('nothing leaves the page', () => {
  let measured: Measured;

  beforeAll(async () => {
    if (!existsSync(PAGE)) throw new Error('dist/oopscope.html is missing; run "npm run build" first.');
    const kind = networkHere();
    console.log(
      kind === 'namespace'
        ? 'Silence is measured in a private network namespace: DNS, TCP and UDP are counted.'
        : 'Silence is measured on loopback listeners (no private network to be had here): TCP and UDP are counted, DNS is not.',
    );
    measured = await measure(kind);
    console.log(`${summary(measured)}\n\n${groupTable(measured)}`);
  }, 400_000);

  const column = (engine: Engine, variant: Variant): Column => {
    const found = measured.columns.find((each) => each.engine === engine && each.variant === variant);
    if (!found) throw new Error(`${engine} was not measured on the ${variant} page.`);
    return found;
  };

  test('every route has a name of its own that can be a host name', () => {
    expect(GROUPS.flatMap((group) => Object.keys(group.routes))).toHaveLength(ROUTES.size);
    for (const name of ROUTES.keys()) expect(name).toMatch(/^[a-z0-9]{1,40}$/);
  });

  describe.each(engines)('%s', (engine) => {
    test('from an unprotected page the same routes arrive', () => {
      const { arrived } = column(engine, 'open');
      const expected = [...ROUTES.keys()].filter((route) => arrivesUnprotected(route, engine, measured.kind));
      expect(expected.filter((route) => !(route in arrived))).toEqual([]);
    });

    test('every route was tried in the built page, with the sample open', () => {
      const { outcomes } = column(engine, 'page');
      expect(
        [...ROUTES.keys()].filter((route) => !outcomes[route] || outcomes[route].startsWith('not tried')),
      ).toEqual([]);
    });

    test('from the built page nothing arrives but what is known and said', () => {
      const known = MAY_REMAIN[engine];
      const further = Object.entries(column(engine, 'page').arrived).filter(
        ([route, stage]) =>
          !(route in known) || STAGES.indexOf(stage as Stage) > STAGES.indexOf(known[route]),
      );
      expect(further).toEqual([]);
    });

    test('no request and no datagram leaves, and nothing at all from workers', () => {
      const { arrived } = column(engine, 'page');
      expect(Object.values(arrived).filter((stage) => stage === 'HTTP' || stage === 'UDP')).toEqual([]);
      expect(routesIn('worker').filter((route) => route in arrived)).toEqual([]);
    });
  });

  test.runIf(engines.includes('chromium'))('in Chromium without preloading nothing is left', () => {
    expect(column('chromium', 'quiet').arrived).toEqual({});
  });
});
