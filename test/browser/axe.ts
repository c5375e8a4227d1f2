import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { OpenPage } from './page.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}
interface Axe {
  run(context: Document, options: object): Promise<{ violations: Violation[] }>;
}

/** What axe-core finds wrong in what is shown now, serious or worse, one line each. */
export async function faults(page: OpenPage): Promise<string[]> {
  if (!(await page.app.evaluate(() => 'axe' in globalThis))) await page.app.evaluate(source);
  const found = await page.app.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes
        .slice(0, 4)
        .map((node) => `${node.target.join(' ')}: ${node.failureSummary.split('\n').slice(0, 3).join(' ')}`),
      count: nodes.length,
    }));
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, count, nodes }) => `${impact} ${id} (${count}): ${nodes.join(' | ')}`);
}
