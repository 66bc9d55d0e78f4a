import { createServer, type Server, type Socket } from "node:net";
import { InputError } from "../input/input-error.ts";
import { SerprogProgrammer, type SpiOperation } from "./serprog-programmer.ts";

const LOOPBACK = "127.0.0.1";

/**
 * A serprog programmer on loopback TCP, for one client at a time: the next one waits until the one before
 * has gone.
 */
export class SerprogPort implements AsyncDisposable {
  /** As flashrom's `--programmer` wants it. */
  readonly programmer: string;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.programmer = `serprog:ip=${LOOPBACK}:${port}`;
  }

  /** On any free port. Rejects with `InputError` where there is none. */
  static async open(operate: SpiOperation): Promise<SerprogPort> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error) => reject(noPort(error)));
      server.listen(0, LOOPBACK, resolve);
    });
    const address = server.address();
    const port = new SerprogPort(server, typeof address === "object" ? (address?.port ?? 0) : 0);
    let last: Promise<void> = Promise.resolve();
    server.on("connection", (socket) => {
      last = port.#serve(socket, operate, last);
    });
    return port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((closed) => {
      this.#server.close(() => closed());
      for (const client of this.#clients) client.destroy();
    });
  }

  /** Resolves when the client has gone. */
  #serve(socket: Socket, operate: SpiOperation, before: Promise<void>): Promise<void> {
    this.#clients.add(socket);
    const programmer = new SerprogProgrammer(operate);
    // A client that goes away has its answer lost, nothing else.
    socket.on("error", () => undefined);
    void before.then(() => socket.on("data", (piece) => socket.write(programmer.push(piece))));
    return new Promise((gone) =>
      socket.on("close", () => {
        this.#clients.delete(socket);
        gone();
      }),
    );
  }
}

const noPort = ({ message }: Error): InputError =>
  new InputError(
    { source: "simulate" },
    `no port for a SPI programmer can be opened on ${LOOPBACK} (${message}).`,
    "Bring up the loopback interface.",
  );
