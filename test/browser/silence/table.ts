/** The measurement in Markdown: by group for the README, by route for docs/silence.md. */
import { STAGES, type Stage } from './arrivals.ts';
import type { Column, Measured } from './measured.ts';
import { GROUPS } from './routes/index.ts';

const NOTHING = '–';
const ENGINE_NAMES = { chromium: 'Chromium', firefox: 'Firefox' };
const WHERE = { open: 'unprotected page', page: '**oopscope.html**', quiet: 'oopscope.html, preloading off' };

/** Without the build number: `153.7.0`. */
function versionOf(column: Column): string {
  return /\d[\d.]*/.exec(column.version)?.[0] ?? column.version;
}

function heading(columns: readonly Column[], first: string): string[] {
  const names = columns.map((column) => `${ENGINE_NAMES[column.engine]}, ${WHERE[column.variant]}`);
  return [`| ${[first, ...names].join(' | ')} |`, `| ${['---', ...names.map(() => '---')].join(' | ')} |`];
}

/** The furthest of the stages that routes of a group reached; how many of the group's routes, where not all. */
function groupCell(column: Column, routes: readonly string[]): string {
  const ran = routes.filter((route) => route in column.outcomes);
  const arrived = ran.filter((route) => route in column.arrived);
  const furthest = STAGES.findLast((stage) => arrived.some((route) => column.arrived[route] === stage));
  if (!furthest) return NOTHING;
  return arrived.length === ran.length ? furthest : `${furthest} (${arrived.length} of ${ran.length})`;
}

/** Columns with all routes; the run with preloading off repeats a few and is told in words. */
const whole = (measured: Measured): Column[] => measured.columns.filter(({ variant }) => variant !== 'quiet');

export function groupTable(measured: Measured): string {
  const columns = whole(measured);
  const rows = GROUPS.map((group) => {
    const routes = Object.keys(group.routes);
    return `| ${[group.title, ...columns.map((column) => groupCell(column, routes))].join(' | ')} |`;
  });
  return [...heading(columns, 'Route'), ...rows].join('\n');
}

export function routeTable(measured: Measured): string {
  const { columns } = measured;
  const rows = GROUPS.flatMap((group) => [
    `| **${group.title}** |${' |'.repeat(columns.length)}`,
    ...Object.keys(group.routes).map((route) => {
      const cells = columns.map((column) => {
        if (!(route in column.outcomes)) return '';
        return column.arrived[route] ?? NOTHING;
      });
      return `| ${[`\`${route}\``, ...cells].join(' | ')} |`;
    }),
  ]);
  return [...heading(columns, 'Route'), ...rows].join('\n');
}

/** What was measured with what, and what stays open, in sentences. */
export function summary(measured: Measured): string {
  const count = measured.routes.length;
  const browsers = [
    ...new Set(measured.columns.map((column) => `${ENGINE_NAMES[column.engine]} ${versionOf(column)}`)),
  ];
  const network =
    measured.kind === 'namespace'
      ? 'in a private network with its own resolver; DNS, TCP and UDP counted'
      : 'on loopback listeners; TCP and UDP counted, DNS not';
  const pages = measured.columns.filter(({ variant }) => variant === 'page');
  const tested = `No silent channel in the ${count} routes tested (${browsers.join(', ')}; ${network})`;
  const silent = pages.filter(({ arrived }) => Object.keys(arrived).length === 0);
  const lines = pages
    .filter((column) => !silent.includes(column))
    .map((column) => remaining(measured, column));
  const nothing = silent.map(({ engine }) => `From ${ENGINE_NAMES[engine]} nothing arrived.`);
  return lines.length > 0
    ? [`${tested}, except:`, '', ...lines, '', ...nothing].join('\n')
    : [`${tested}.`, ...nothing].join(' ');
}

function remaining(measured: Measured, column: Column): string {
  const left = Object.keys(column.arrived);
  const stages = STAGES.filter((stage) => left.some((route) => column.arrived[route] === stage));
  const groups = GROUPS.filter((group) => left.some((route) => route in group.routes));
  const quiet = measured.columns.find(
    ({ engine, variant }) => engine === column.engine && variant === 'quiet',
  );
  const after =
    quiet && Object.keys(quiet.arrived).length === 0
      ? ' With "preload pages" off (chrome://settings/performance) nothing arrives.'
      : '';
  return (
    `- ${ENGINE_NAMES[column.engine]}, ${left.length} routes (${groups.map(({ title }) => title).join('; ')}): the host's ` +
    `name is looked up and a connection opened (${stages.map(inWords).join(', ')}), then the browser refuses; no ` +
    `request.${after}`
  );
}

function inWords(stage: Stage): string {
  return { DNS: 'DNS', TCP: 'TCP without a byte', TLS: 'TLS hello', UDP: 'UDP', HTTP: 'a request' }[stage];
}
