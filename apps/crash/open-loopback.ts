import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { LineNetwork } from "./line-network.ts";

/** A connection of the far station's: its own end, and the relay's to the Redis. */
type Way = readonly [Socket, Socket];

/**
 * All seats on this host, the far station's way to the Redis at `socket` by a relay that can stop passing
 * anything on: connections stay, and nothing comes or goes.
 */
export const openLoopback = async (socket: string): Promise<LineNetwork> => {
  const ways = new Set<Way>();
  let isCut = false;
  const pass = ([one, other]: Way): void => void one.pipe(other).pipe(one);
  const relay = createServer((station) => {
    const way: Way = [station, connect(socket)];
    ways.add(way);
    for (const end of way) {
      end.on("error", () => undefined);
      end.on("close", () => {
        ways.delete(way);
        for (const each of way) each.destroy();
      });
    }
    if (!isCut) pass(way);
  });
  relay.listen(0, "127.0.0.1");
  await once(relay, "listening");
  const address = relay.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const owned = new AsyncDisposableStack();
  owned.defer(async () => {
    for (const end of [...ways].flat()) end.destroy();
    relay.close();
    await once(relay, "close");
  });
  return {
    about: "this host's loopback, the far station's by a relay",
    listen: ["--port", "0"],
    at: () => [],
    redisUrl: (seat) => (seat === "far" ? `redis://127.0.0.1:${port}` : `unix:${socket}`),
    cut: () => {
      isCut = true;
      // Without a destination they are not read any more.
      for (const end of [...ways].flat()) end.unpipe();
    },
    mend: () => {
      isCut = false;
      for (const way of ways) pass(way);
    },
    left: () => [],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
