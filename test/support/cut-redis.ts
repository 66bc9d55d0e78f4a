import { rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";

/** A way to a Redis that can be cut, as by a pulled network cable. */
export interface CutRedis extends AsyncDisposable {
  readonly url: string;
  /** Ends all connections, and takes none until `mend`. */
  cut(): void;
  mend(): void;
}

/** Leads from a socket of its own, at `path`, to the Redis at the socket `server`. */
export const openCutRedis = async (path: string, server: string): Promise<CutRedis> => {
  const open = new Set<Socket>();
  let isCut = false;
  const proxy = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(server);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((listening) => proxy.listen(path, listening));
  return {
    url: `unix:${path}`,
    cut: () => {
      isCut = true;
      for (const socket of [...open]) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of [...open]) socket.destroy();
      await new Promise((closed) => proxy.close(closed));
      rmSync(path, { force: true });
    },
  };
};
