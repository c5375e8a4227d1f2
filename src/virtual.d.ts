/** Modules that are made at build time (scripts/vite/virtual.ts). */
declare module 'virtual:engine' {
  /** The compiled engine: wasm, in base64. */
  const engine: string;
  export default engine;
}
declare module 'virtual:version' {
  /** The version of package.json. */
  const version: string;
  export default version;
}
declare module 'virtual:licences' {
  /** Packages bundled in the page (scripts/page/licences.ts). */
  const licences: readonly {
    readonly name: string;
    readonly version: string;
    readonly licence: string;
    readonly text: string;
  }[];
  export default licences;
}
