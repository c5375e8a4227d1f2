import packed from 'virtual:engine';

/** The compiled engine, which travels inside this program. */
export function engineModule(): WebAssembly.Module {
  return new WebAssembly.Module(Buffer.from(packed, 'base64'));
}
