/** How long a board may take to answer, or a person to switch it, in ms; as in linking. */
export const WAKE_MS = { cycle: 2000, operator: 20_000 } as const;
