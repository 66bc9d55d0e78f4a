/** How each word that people write alone, as in `power: manual`, is written as a block. */
const BLOCKS: Readonly<Record<string, string>> = {
  gpio: "{ kind: gpio, chip: ..., line: 17 }",
  gpiod: "{ kind: gpiod, chip: ..., line: 17 }",
  line: "{ kind: line, line: rts }",
  rts: "{ kind: line, line: rts }",
  dtr: "{ kind: line, line: dtr }",
  "serial-relay": "{ kind: serial-relay, model: ..., port: ..., channel: 1 }",
  command: "{ kind: command, on: [...], off: [...] }",
  manual: "{ kind: manual }",
  none: "{ kind: none }",
};

const blockOf = (written: unknown): string | undefined => {
  if (typeof written === "number") return `{ kind: gpio, chip: ..., line: ${written} }`;
  return typeof written === "string" && Object.hasOwn(BLOCKS, written)
    ? BLOCKS[written]
    : undefined;
};

/** As much of a zod issue as is needed here. */
interface RefusedValue {
  readonly code?: string;
  readonly input?: unknown;
}

/**
 * Remedy for a field that holds something else than its block: the block that was meant, if it is of one of the
 * `kinds`, else one of those. Undefined, so that others speak, for what is wrong within a block.
 */
export const giveBlock =
  (...kinds: readonly [string, ...string[]]) =>
  ({ code, input }: RefusedValue): string | undefined => {
    if (code !== "invalid_type") return undefined;
    const meant = blockOf(input);
    const fits = meant !== undefined && kinds.some((kind) => meant.startsWith(`{ kind: ${kind}`));
    if (fits) return `Write ${meant}.`;
    return `Give a block, such as ${kinds
      .slice(0, 2)
      .map((kind) => BLOCKS[kind])
      .join(" or ")}.`;
  };
