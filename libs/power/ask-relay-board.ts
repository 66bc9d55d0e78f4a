import type { Clock } from "../clock/clock.ts";
import type { PortError, SerialLink } from "../link/serial-link.ts";
import type { RelayReadBack, RelayState } from "../relay-boards/relay-board.ts";

/** The longest answer has 80 bytes, 84 ms at 9600 baud; a cheap adapter adds some. */
const ANSWER_LIMIT_MS = 500;
/** No answer pauses as long in its middle; an FTDI adapter holds bytes back for 16 ms. */
const QUIET_MS = 40;
const LOOK_EVERY_MS = 10;
/** More is no answer but a port that babbles. */
const LONGEST_ANSWER = 1024;

/**
 * Asks a relay board what a channel is, and hears its answer out: the rest of it must not be taken
 * for the answer to whoever asks next. @returns undefined when it does not tell.
 * Rejects with `PortError`.
 */
export const askRelayBoard = async (
  link: SerialLink,
  { question, read }: RelayReadBack,
  channel: number,
  clock: Clock,
): Promise<RelayState | undefined> => {
  const heard: number[] = [];
  let quietSince = clock.now();
  let lost: PortError | undefined;
  using _bytes = link.onBytes((chunk) => {
    if (heard.length < LONGEST_ANSWER) heard.push(...chunk);
    quietSince = clock.now();
  });
  using _loss = link.onLost((error) => {
    lost = error;
  });
  await link.write(question(channel));
  const until = clock.now() + ANSWER_LIMIT_MS;
  for (;;) {
    await clock.sleep(LOOK_EVERY_MS);
    if (lost !== undefined) throw lost;
    const told = read(Uint8Array.from(heard), channel);
    const isQuiet = clock.now() - quietSince >= QUIET_MS;
    if ((told !== undefined && isQuiet) || clock.now() >= until) return told;
  }
};
