import type { Clock } from "../../libs/clock/clock.ts";
import type { RelayChannel } from "../../libs/jig/jig.ts";
import { VirtualRelayBoard } from "../../libs/simulator/virtual-relay-board.ts";
import type { NestBench } from "./nest-bench.ts";

/** What an LCUS-8 has. */
const CHANNELS = 8;

/** Relay boards on pseudo-terminals, until disposed of; then all relays fall off. */
export interface RelayBoards extends Disposable {
  /** The channel that feeds a nest's board, by the nest's id. */
  readonly channels: ReadonlyMap<string, RelayChannel>;
}

/** Puts simulated USB relay boards in front of the nests' supplies, eight nests a board. */
export const plugRelayBoards = async (bench: NestBench, clock: Clock): Promise<RelayBoards> => {
  using opening = new DisposableStack();
  const channels = new Map<string, RelayChannel>();
  for (let first = 0; first < bench.ids.length; first += CHANNELS) {
    const ids = bench.ids.slice(first, first + CHANNELS);
    const board = opening.use(
      await VirtualRelayBoard.open({
        clock,
        channels: CHANNELS,
        onMove: (channel, to) => {
          const id = ids[channel - 1];
          // A flash that cannot be kept is told to whoever asks the simulator next.
          if (id !== undefined) void bench.switchPower(id, to).catch(() => undefined);
        },
      }),
    );
    for (const [index, id] of ids.entries()) {
      channels.set(id, { model: "lcus", port: board.path, channel: index + 1 });
    }
  }
  const open = opening.move();
  return { channels, [Symbol.dispose]: () => open.dispose() };
};
