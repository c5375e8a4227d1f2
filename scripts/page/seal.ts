/**
 * Puts the page together: the app's document, with script and style inline, becomes the srcdoc of the outer
 * document's frame; like worker, engine and sample it travels as packed data. Pure: same input, same text.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { dense } from './dense.ts';
import { policy } from './policy.ts';

/** What the page is put together from. */
export interface Pieces {
  /** outer.html with its {{…}} places. */
  readonly outer: string;
  readonly outerStyle: string;
  readonly outerScript: string;
  /** The app's document (index.html as built): {{policy}} and {{early}} still open. */
  readonly inner: string;
  readonly earlyScript: string;
  /** Packed data by part name. */
  readonly parts: Readonly<Record<string, Uint8Array>>;
  readonly sampleName?: string;
}

/** The finished page. */
export interface Sealed {
  readonly html: string;
  /** SHA-256 of the page with 64 zeros in place of this value. */
  readonly build: string;
  readonly sha256: string;
}

const ZEROS = '0'.repeat(64);

/** Puts the page together: one file that loads nothing, runs only its own scripts and knows its own hash. */
export function seal(pieces: Pieces): Sealed {
  const inner = fill(pieces.inner, { early: `<script>${pieces.earlyScript}</script>` });
  // The outer document is ASCII throughout: no wrong declaration of its encoding can change it, or the hashes of its scripts.
  const outerScript = pieces.outerScript.replace(
    /[^\0-\x7f]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const scripts = [outerScript, ...inlined(inner, 'script')];
  const styles = [pieces.outerStyle, ...inlined(inner, 'style')];
  const rules = policy(scripts, styles);
  const parts = { inner: new TextEncoder().encode(fill(inner, { policy: rules })), ...pieces.parts };
  const draft = fill(pieces.outer, {
    policy: rules,
    style: `<style>${pieces.outerStyle}</style>`,
    script: `<script>${outerScript}</script>`,
    build: ZEROS,
    sample: attribute(pieces.sampleName ?? ''),
    parts: Object.entries(parts)
      .map(([name, bytes]) => `<script type="text/plain" data-part="${name}">${pack(bytes)}</script>`)
      .join('\n'),
  });
  const build = sha256(draft);
  const html = draft.replace(`data-build="${ZEROS}"`, `data-build="${build}"`);
  return { html, build, sha256: sha256(html) };
}

/** SHA-256 of `text` as UTF-8, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Text as it must stand in a script element: nothing in it ends the element or opens a comment. */
export function scriptText(code: string): string {
  return code
    .replace(/\/\/# sourceMappingURL=.*$/m, '')
    .replace(/<\/(script)/gi, '<\\/$1')
    .replace(/<!--/g, '\\x3C!--')
    .trim();
}

/** Puts `values` where the template names them: {{name}} in attributes, <!-- {{name}} --> between elements. */
function fill(template: string, values: Record<string, string>): string {
  return template.replace(
    /<!-- \{\{(\w+)\}\} -->|\{\{(\w+)\}\}/g,
    (whole, element?: string, value?: string) => values[element ?? value ?? ''] ?? whole,
  );
}

function inlined(html: string, tag: string): string[] {
  return [...html.matchAll(new RegExp(`<${tag}(?: type="module")?>([\\s\\S]*?)</${tag}>`, 'g'))].map(
    (match) => match[1],
  );
}

/** `text` as the value of an attribute in double quotes. */
function attribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
}

function pack(bytes: Uint8Array): string {
  const packed = gzipSync(bytes, { level: 9 });
  packed[9] = 255; // "unknown" as the operating system of the gzip header: the same bytes everywhere
  return dense(packed);
}
