import { linkCheck, SHORT_OP } from "../bk72xx/commands.ts";
import type { Reply } from "../bk72xx/reply-decoder.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import type { ChipLine } from "./chip-line.ts";

/** The chip's rate after every reset. */
export const LINK_BAUD = 115200;

/** Between two link checks: several fall into the shortest window, the wire stays mostly free. */
const CHECK_EVERY_MS = 4;
/** How long a board may take to answer after power-on, by who starts it. */
const WINDOW_MS = { cycle: 2000, operator: 20_000, none: 20_000 } as const;
/** Queued answers to our many checks must be gone before the first command (uart-protocol.md 0.3). */
const QUIET_MS = 30;
const DRAIN_LIMIT_MS = 1000;
const CONFIRM_MS = 200;
const CONFIRM_TRIES = 3;

/** An answer to link check; some chips number it 01 as the protocol says, never otherwise. */
export const isLinkReply = (reply: Reply): boolean =>
  reply.kind === "short" && reply.op === SHORT_OP.linkCheck + 1 && reply.payload[0] === 0;

/**
 * Stops the board, starts it while link checks flow, and goes on once it answers one check cleanly.
 * @returns the attempts it took, 1 or more.
 * @throws StepError `no-link` after `attempts` tries; `relay-failed`, `port-*`.
 */
export const enterDownloadMode = async (
  line: ChipLine,
  control: BoardControl,
  attempts: number,
): Promise<number> => {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (line.baudRate !== LINK_BAUD) await line.setBaudRate(LINK_BAUD);
    await control.stop();
    await line.pause(control.offMs);
    line.forget();
    if ((await answersWhileStarting(line, control)) && (await confirmLink(line))) return attempt;
  }
  throw new StepError({ code: "no-link", attempts, heard: line.noiseBytes });
};

/** Checks flow also while the relay is still at it: some switch long before they say so. */
const answersWhileStarting = async (line: ChipLine, control: BoardControl): Promise<boolean> => {
  await line.send(linkCheck());
  let until = Number.POSITIVE_INFINITY;
  const started = control.start().then(
    () => {
      until = line.clock.now() + WINDOW_MS[control.means];
    },
    (error: unknown) => {
      until = Number.NEGATIVE_INFINITY;
      throw error;
    },
  );
  const [answered] = await Promise.all([checkUntil(line, () => until), started]);
  return answered;
};

const checkUntil = async (line: ChipLine, until: () => number): Promise<boolean> => {
  while (line.clock.now() < until()) {
    await line.send(linkCheck());
    if ((await line.receive(isLinkReply, CHECK_EVERY_MS)) !== undefined) return true;
  }
  return false;
};

/** Whether the chip answers a single check once all earlier answers have passed. */
export const confirmLink = async (line: ChipLine): Promise<boolean> => {
  await line.drain(QUIET_MS, DRAIN_LIMIT_MS);
  for (let tries = 0; tries < CONFIRM_TRIES; tries += 1) {
    if ((await line.ask(linkCheck(), isLinkReply, CONFIRM_MS)) !== undefined) return true;
  }
  return false;
};
