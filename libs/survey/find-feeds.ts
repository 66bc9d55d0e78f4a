import type { Clock } from "../clock/clock.ts";
import type { PortRow } from "./port-row.ts";
import type { Alive } from "./survey.ts";

/** Answers on their way come in, over the slowest adapter. */
const DRAIN_MS = 40;
/** Zeros hold a line low for nine parts of ten: so many take 400 ms at 115200 baud, and start no chip's parser. */
const STARVING = new Uint8Array(4608);
const STARVING_MS = 400;
/** A chip that is called answers within it. */
const ANSWER_MS = 200;

/** Holds ports' lines low, so that boards that live on them are off. Nobody calls any more. */
export const starveBoards = async (
  row: PortRow,
  ports: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  row.hush();
  await clock.sleep(DRAIN_MS, signal);
  for (const port of ports) row.send(port, STARVING);
  await clock.sleep(STARVING_MS + DRAIN_MS, signal);
};

/**
 * What boards live on that answer while their control is off: a chip fed through its RX pin does not
 * outlive a line held low, one with a supply does not notice.
 */
export const findFeeds = async (
  row: PortRow,
  alive: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Alive[]> => {
  if (alive.length === 0) return [];
  await starveBoards(row, alive, clock, signal);
  row.begin();
  row.call({ calm: alive });
  await clock.sleep(ANSWER_MS, signal);
  const answering = row.answeringSince(clock.now() - ANSWER_MS);
  row.hush();
  return alive.map((port) => ({ port, feed: answering.includes(port) ? "supply" : "line" }));
};
