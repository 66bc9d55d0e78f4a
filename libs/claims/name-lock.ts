import { createHash } from "node:crypto";
import { createServer, type Socket } from "node:net";

/** A name that is this process's own, until it gives it back or dies. */
export interface NameLock {
  /**
   * Gives the name back at once and tells those who wait for it their places, the longest waiting
   * first.
   * @returns how many were told.
   */
  giveBack(): number;
}

/** The abstract UNIX socket (no file, gone with its process) that stands for a name. */
export const socketOf = (resource: string): string =>
  `\0flashline/${createHash("sha256").update(resource).digest("hex")}`;

/**
 * Takes a name if nobody on this machine has it, else undefined. Listening on an abstract UNIX
 * socket is the lock: taking its name is atomic, and the kernel gives it back when the process ends
 * in any way. Who connects is told the owner, and then their place when the name is given back.
 */
export const lockName = (resource: string, owner: string): Promise<NameLock | undefined> => {
  const visitors = new Set<Socket>();
  const server = createServer((visitor) => {
    visitors.add(visitor);
    visitor.unref();
    visitor.on("error", () => undefined);
    visitor.on("close", () => visitors.delete(visitor));
    // Unread, a connection would not show that its other side has left.
    visitor.resume();
    visitor.write(`${owner}\n`);
  });
  const giveBack = (): number => {
    server.close();
    const queue = [...visitors];
    for (const [place, visitor] of queue.entries()) {
      visitor.end(`${place}\n`, () => visitor.destroy());
    }
    return queue.length;
  };
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(socketOf(resource), () => {
      server.unref();
      resolve({ giveBack });
    });
  });
};
