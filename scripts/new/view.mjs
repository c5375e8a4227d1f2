export const about =
  'a view of the page with a face of its own; a table needs none: make a thing (src/app/views)';

export const files = ({ kebab, camel, pascal, plain }) => ({
  [`src/app/catalogue/${kebab}.ts`]: `import { subject } from '../../core/catalogue/message.ts';

/** What the view ${kebab} says. */
export const ${camel} = subject('page-${kebab}', {
  title: { en: '${pascal}', ko: '${plain} 화면' },
});
`,
  [`src/app/views/${kebab}/view.ts`]: `import { say } from '../../catalogue/say.svelte.ts';
import { ${camel} as words } from '../../catalogue/${kebab}.ts';
import type { View } from '../view.ts';
import ${pascal} from './${pascal}.svelte';

export const view: View = {
  id: '${kebab}',
  group: 'inside',
  order: 90,
  title: () => say(words.title()),
  component: ${pascal},
};
`,
  [`src/app/views/${kebab}/${pascal}.svelte`]: `<!-- ${plain}: say here what it answers. The frame around it carries data-view="${kebab}". -->
<script lang="ts">
  import { ${camel} as words } from '../../catalogue/${kebab}.ts';
  import { say } from '../../catalogue/say.svelte.ts';
  import type { ViewProps } from '../view.ts';

  const { ref }: ViewProps = $props();
</script>

<h2>{say(words.title())}</h2>
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
