import { realpath } from "node:fs/promises";
import { NameTakenError } from "../claims/name-taken-error.ts";
import { takeBaton } from "../claims/take-baton.ts";
import type { Clock } from "../clock/clock.ts";
import { explainToEngineer } from "../failure/explain.ts";
import { StepError } from "../failure/step-error.ts";
import type { RelayChannel } from "../jig/jig.ts";
import { PortError, type PortTrouble, type SerialLink } from "../link/serial-link.ts";
import type { RelayBoard, RelayState } from "../relay-boards/relay-board.ts";
import { RELAY_BOARDS } from "../relay-boards/relay-boards.ts";
import { askRelayBoard } from "./ask-relay-board.ts";
import { powerByActs } from "./power-by-acts.ts";
import type { PowerControl } from "./power-control.ts";
import { relayFailure } from "./relay-failure.ts";

/** How long the other fixtures of a board may take before it is this one's turn: eight bad acts. */
const TURN_LIMIT_MS = 15_000;
/** Time for an order to reach the board, be understood, and move the contact. */
const SETTLE_MS = 50;
/** Opening the port moves lines and may cost the first bytes. */
const ATTEMPTS = 3;

/** What a relay on a serial board needs from its nest. */
export interface SerialRelayNest {
  /** Its id, for others that wait for the board. */
  readonly fixture: string;
  readonly clock: Clock;
  /** Opens a port at a rate. Rejects with `PortError` or `StepError`. */
  readonly openLink: (path: string, options: { readonly baudRate: number }) => Promise<SerialLink>;
}

/**
 * A supply switched by one channel of a USB relay board. Other channels are other fixtures', maybe of
 * other processes: the port is opened for each act and closed after it, one act at a time on this
 * machine. What the board can confirm it must confirm.
 */
export const serialRelayPower = (
  channel: RelayChannel,
  nest: SerialRelayNest,
  turnLimitMs: number = TURN_LIMIT_MS,
): PowerControl => {
  const act = async (to: RelayState): Promise<void> => {
    try {
      // Under the name a nest claims its own ports by: one's flash port can be nobody's relays.
      const device = await realpath(channel.port).catch(() => channel.port);
      await using _turn = await takeBaton(device, { owner: nest.fixture, limitMs: turnLimitMs });
      await switchChannel(channel, to, nest);
    } catch (error) {
      const name = `${channel.model} channel ${channel.channel} of ${channel.port}`;
      throw relayFailure(name, reasonOf(error), error);
    }
  };
  return powerByActs(
    () => act("on"),
    () => act("off"),
  );
};

const switchChannel = async (
  { model, port, channel }: RelayChannel,
  to: RelayState,
  { clock, openLink }: SerialRelayNest,
): Promise<void> => {
  const board: RelayBoard = RELAY_BOARDS[model];
  const link = await openLink(port, { baudRate: board.baudRate });
  try {
    await insist(link, board, channel, to, clock);
  } finally {
    // The relay stands as it was told; a port that will not close is met by the next act.
    await Promise.resolve(link[Symbol.asyncDispose]()).catch(() => undefined);
  }
};

const insist = async (
  link: SerialLink,
  board: RelayBoard,
  channel: number,
  to: RelayState,
  clock: Clock,
): Promise<void> => {
  let told: RelayState | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await link.write(board.order(channel, to));
    await clock.sleep(SETTLE_MS);
    if (board.readBack === undefined) return;
    told = await askRelayBoard(link, board.readBack, channel, clock);
    if (told === to) return;
  }
  throw new Error(
    told === undefined
      ? "the board does not confirm: check model and channel in the jig file, and the board's own supply"
      : `the board says that this channel is still ${told}: check the board, or replace it`,
  );
};

const reasonOf = (error: unknown): string => {
  if (error instanceof PortError) return PORT_REASONS[error.trouble.kind] ?? error.message;
  if (error instanceof StepError) return explainToEngineer(error.failure);
  if (error instanceof NameTakenError) return `its port is in use by ${error.owner}`;
  return error instanceof Error ? error.message : String(error);
};

const PORT_REASONS: Readonly<Partial<Record<PortTrouble["kind"], string>>> = {
  missing: "the board's port is not there: plug the board in",
  unplugged: "the board was unplugged: plug it in again",
  busy: "another program has the board's port open: stop that",
  denied: "no permission for the board's port: add the user to group dialout, then log in again",
  hung: "the board's port does not answer: unplug the board and plug it in again",
};
