import { linkCheck } from "../bk72xx/commands.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import { awaitTurn } from "./await-turn.ts";
import type { ChipLine } from "./chip-line.ts";
import { findLinkedRate } from "./find-linked-rate.ts";
import { isLinkReply, LINK_BAUD } from "./link-check.ts";
import { OwnEcho } from "./own-echo.ts";
import type { Progress } from "./progress.ts";
import { type Proof, proveBootloader } from "./prove-bootloader.ts";

/** Between two link checks: several fall into the shortest window, the wire stays mostly free. */
const CHECK_EVERY_MS = 4;

/**
 * How long a board may take to answer after power-on, by who starts it. Two of T's windows that end
 * in a crash fit into the shortest (uart-protocol.md section 6.1).
 */
const WINDOW_MS = { cycle: 2000, operator: 20_000, none: 20_000 } as const;
/** Each further attempt waits longer for a supply that rises slowly. */
const LATER_BY_MS = 1000;
/** Each further attempt stays off longer, for a supply that falls slowly: so many times, so much at most. */
const LONGEST_OFF_MS = 4000;

/** What one attempt met; `mimic`: it answers link checks and nothing a bootloader must know. */
type Meeting = "bootloader" | "silence" | "mimic";

/**
 * Stops the board, starts it while link checks flow, and goes on once a bootloader has proved to be
 * there. Where nobody can stop it a chip still linked at another rate is found, too, and the host is
 * then at that rate; a LibreTiny application restarts itself when it hears a link check (section 8).
 * @returns the attempts it took, 1 or more.
 * @throws StepError `no-link` after `attempts` tries; `relay-failed`, `port-*`.
 */
export const enterDownloadMode = async (
  line: ChipLine,
  control: BoardControl,
  attempts: number,
  progress: Pick<Progress, "note">,
  proof: Proof = "crc",
): Promise<number> => {
  using ownEcho = new OwnEcho(line.noise);
  let isMimic = false;
  line.keepAlive(undefined);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (line.baudRate !== LINK_BAUD) await line.setBaudRate(LINK_BAUD);
    await line.during(control.stop());
    if (control.means !== "none") await line.pause(offMs(control, attempt));
    await awaitTurn(line, control, progress);
    line.forget();
    if (
      control.means === "none" &&
      (await findLinkedRate(line)) &&
      (await proveBootloader(line, proof))
    )
      return attempt;
    const windowMs = WINDOW_MS[control.means] + (attempt - 1) * LATER_BY_MS;
    const met = await startAndCall(line, control, windowMs, proof);
    if (met === "bootloader") return attempt;
    isMimic ||= met === "mimic";
  }
  const echo = ownEcho.isHeard ? "wire" : isMimic ? "firmware" : undefined;
  const heard = { attempts, heard: line.noiseBytes };
  throw new StepError({ code: "no-link", ...heard, ...(echo === undefined ? {} : { echo }) });
};

const offMs = (control: BoardControl, attempt: number): number =>
  Math.max(control.offMs, Math.min(control.offMs * attempt, LONGEST_OFF_MS));

/** Checks flow also while the relay is still at it: some switch long before they say so. */
const startAndCall = async (
  line: ChipLine,
  control: BoardControl,
  windowMs: number,
  proof: Proof,
): Promise<Meeting> => {
  await line.send(linkCheck());
  let until = Number.POSITIVE_INFINITY;
  const started = control.start().then(
    () => {
      until = line.clock.now() + windowMs;
    },
    (error: unknown) => {
      until = Number.NEGATIVE_INFINITY;
      throw error;
    },
  );
  const called = callUntil(line, () => until, proof).then((met) => {
    if (met === "bootloader") control.settled();
    return met;
  });
  const [met] = await Promise.all([called, started]);
  return met;
};

/**
 * An answer that proves nothing may be a stale one, or an application's, with the window still to
 * come. Only what answers link checks again is no bootloader; a chip that has hung is silent.
 */
const callUntil = async (line: ChipLine, until: () => number, proof: Proof): Promise<Meeting> => {
  let unproved = 0;
  while (line.clock.now() < until()) {
    await line.send(linkCheck());
    if ((await line.receive(isLinkReply, CHECK_EVERY_MS)) === undefined) continue;
    if (await proveBootloader(line, proof)) return "bootloader";
    unproved += 1;
  }
  return unproved > 1 ? "mimic" : "silence";
};
