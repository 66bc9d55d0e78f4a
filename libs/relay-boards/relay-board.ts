/** Whether a relay's coil is fed. */
export type RelayState = "on" | "off";

/**
 * A kind of USB relay board with a serial port, as facts: what to send, and what it answers. Only
 * boards whose channels are switched one by one and by absolute orders have a place here: several
 * fixtures share a board, and none of them knows the others' channels.
 */
export interface RelayBoard {
  /** In baud, 8N1. */
  readonly baudRate: number;
  /** Channels as the maker numbers them, the first and the last of the largest board. */
  readonly channels: readonly [first: number, last: number];
  /** What switches a channel. */
  order(channel: number, to: RelayState): Uint8Array;
  /** How to ask for what a channel is; absent where a board cannot tell. */
  readonly readBack?: RelayReadBack;
}

/** How a relay board tells its states. */
export interface RelayReadBack {
  /** What asks for a channel, or for all of them at once. */
  question(channel: number): Uint8Array;
  /** The state in a whole answer; undefined if it does not tell this channel's. */
  read(answer: Uint8Array, channel: number): RelayState | undefined;
}
