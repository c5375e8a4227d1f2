/** How the tag of a confidence looks. */
export const TONES = { proven: 'sure', likely: 'likely', guess: 'plain' } as const;
