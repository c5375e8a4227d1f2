export const about = 'a view of the page (src/app/views)';

export const files = ({ kebab, pascal, plain }) => ({
  [`src/app/views/${kebab}/view.ts`]: `import type { View } from '../view.ts';
import ${pascal} from './${pascal}.svelte';

export const view: View = {
  id: '${kebab}',
  group: 'inside',
  order: 90,
  title: () => '${plain}',
  component: ${pascal},
};
`,
  [`src/app/views/${kebab}/${pascal}.svelte`]: `<!-- ${plain}: say here what it answers. The frame around it carries data-view="${kebab}". -->
<script lang="ts">
  import type { ViewProps } from '../view.ts';

  const { ref }: ViewProps = $props();
</script>

<h2>${plain}</h2>
{#if ref}<p>{ref}</p>{/if}
`,
  [`test/app/views/${kebab}.test.ts`]: `import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const file = (name: string): string =>
  readFileSync(new URL(\`../../../src/app/views/${kebab}/\${name}\`, import.meta.url), 'utf8');

describe('the view ${kebab}', () => {
  it('is declared under its folder\\'s name, so that data-go and references find it', () => {
    expect(file('view.ts')).toContain("id: '${kebab}'");
  });

  it('shows strings of a dump as text only', () => {
    expect(file('${pascal}.svelte')).not.toContain('{@html');
  });
});
`,
});
