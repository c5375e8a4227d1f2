/** Modules that are made at build time (scripts/vite/virtual.ts). */
declare module 'virtual:engine' {
  /** The compiled engine: wasm, gzip, base64. */
  const engine: string;
  export default engine;
}
declare module 'virtual:version' {
  /** The version of package.json. */
  const version: string;
  export default version;
}
