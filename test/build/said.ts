import type { Container } from '../../src/core/container/container.ts';
import { render } from '../../src/core/catalogue/message.ts';
import type { Session } from '../../src/core/session.ts';

/** What `container` says of what its file lacks, in English. */
export function said(container: Container): string {
  return container.missing.map((each) => render(each, 'en')).join('; ');
}

/** What `session` says that its dump lacks, in English, one sentence each. */
export function lacksOf({ summary }: Session): readonly string[] {
  return summary.lacks.map((each) => render(each, 'en'));
}
