import type { Container } from '../../src/core/container/container.ts';
import { render } from '../../src/core/catalogue/message.ts';

/** What `container` says of what its file lacks, in English. */
export function said(container: Container): string {
  return container.missing.map((each) => render(each, 'en')).join('; ');
}
