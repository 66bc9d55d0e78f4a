/**
 * What a fixture waits for. `key`: the operator's Enter · `scan`: a serial · `button`: its start button ·
 * `board`: a board in it · `swap`: its last board out, another in · `lid`: its lid closed · `reopen`: its
 * lid opened, the board put in, the lid closed · `acknowledge`: a person's word that its last result was seen ·
 * `resume`: the paused line to go on · `elsewhere`: its check board, which is at work in another fixture ·
 * `report`: to be told how its board's run ended, which was begun in an earlier sitting ·
 * `busy`: the end of a run there that is not the lot's · `journal`, `redis`: the station's trouble with it to be mended.
 */
export const AWAITED = [
  "key",
  "scan",
  "button",
  "board",
  "swap",
  "lid",
  "reopen",
  "acknowledge",
  "resume",
  "elsewhere",
  "report",
  "busy",
  "journal",
  "redis",
] as const;

/** One of `AWAITED`. */
export type Awaited = (typeof AWAITED)[number];

/** What keeps boards from being started that are ready: trouble of the station, or its other work. */
export type Hold = Extract<Awaited, "journal" | "redis" | "busy">;
