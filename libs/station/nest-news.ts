/** How often something happened in a nest since its worker began. */
export interface NestCounts {
  /** One of its ports went away. */
  readonly unplugs: number;
  /** Its lid was closed, as of here and below while no run was under way. */
  readonly closings: number;
  /** A board came into it. */
  readonly arrivals: number;
  /** Its start button was pressed. */
  readonly presses: number;
}

/** What the wires of a nest say at the moment. `unknown`: wired, and cannot be read. */
export interface NestLevels {
  /** `gone`: one of them is not there; `null`: nobody watches them. */
  readonly ports: "here" | "gone" | null;
  /** `null`: not wired. */
  readonly lid: "open" | "closed" | "unknown" | null;
  /** `null`: not wired. */
  readonly board: "present" | "absent" | "unknown" | null;
  /** `null`: not wired. */
  readonly button: "up" | "down" | "unknown" | null;
}

/**
 * What a worker tells of one of its nests. States and counts, never edges: who missed one message
 * has missed nothing.
 */
export interface NestNews extends NestLevels {
  readonly fixture: string;
  readonly counts: NestCounts;
}

/** A nest with nothing wired that anybody watches. */
export const quietNest = (fixture: string): NestNews => ({
  fixture,
  ports: null,
  lid: null,
  board: null,
  button: null,
  counts: { unplugs: 0, closings: 0, arrivals: 0, presses: 0 },
});

/**
 * The nest with its wires as they are now; what comes about by that is counted. In a `busy` nest, one
 * with a run under way, only its ports count: hands that reach into it ask for no other board.
 */
export const changeNest = (
  nest: NestNews,
  change: Partial<NestLevels>,
  work: "at-rest" | "busy" = "at-rest",
): NestNews => {
  const now = { ...nest, ...change };
  const counts = { ...nest.counts };
  if (nest.ports === "here" && now.ports === "gone") counts.unplugs += 1;
  if (work === "busy") return { ...now, counts };
  if (nest.lid === "open" && now.lid === "closed") counts.closings += 1;
  if (nest.board === "absent" && now.board === "present") counts.arrivals += 1;
  if (nest.button === "up" && now.button === "down") counts.presses += 1;
  return { ...now, counts };
};
