/** One thing that is measured: a file of this folder that exports `piece`. */
export interface Piece {
  readonly id: string;
  readonly about: string;
  /** Measures and prints; false when something is slower than it is held to be. */
  run(): Promise<boolean>;
}
