import { lstat, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import {
  type ControlAnswer,
  type ControlRequest,
  parseControlRequest,
} from "../../libs/simulator/control-request.ts";
import type { RelayWires } from "../../libs/simulator/relay-wires.ts";
import type { VirtualNest } from "../../libs/simulator/virtual-nest.ts";

/**
 * Serves power, loading and state of the nests on a UNIX socket: a JSON line per request, answered
 * by a JSON line when it is done. Requests to one nest take turns.
 */
export const serveControl = async (
  path: string,
  nests: readonly VirtualNest[],
  relays: RelayWires,
): Promise<AsyncDisposable> => {
  const bench = { turns: new Map(nests.map((nest) => [nest.id, new Turns(nest)])), relays };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that goes away has its answer lost, nothing else.
    socket.on("error", () => undefined);
    const lines = createInterface({ input: socket });
    lines.on("error", () => undefined);
    lines.on("line", (line) => {
      void answer(line, bench).then((reply) => socket.write(`${JSON.stringify(reply)}\n`));
    });
  });
  if (await isAbandoned(path)) await rm(path);
  await listen(server, path);
  return {
    [Symbol.asyncDispose]: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

/** Whether a simulator that was killed left its socket there. */
const isAbandoned = async (path: string): Promise<boolean> => {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSocket() !== true) return false;
  return new Promise((resolve) => {
    const asking = connect(path, () => {
      asking.destroy();
      resolve(false);
    });
    asking.once("error", () => resolve(true));
  });
};

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });

/** A nest that does one thing after the other. */
class Turns {
  readonly #nest: VirtualNest;
  #last: Promise<unknown> = Promise.resolve();

  constructor(nest: VirtualNest) {
    this.#nest = nest;
  }

  take<T>(deed: (nest: VirtualNest) => Promise<T> | T): Promise<T> {
    const done = this.#last.then(() => deed(this.#nest));
    this.#last = done.catch(() => undefined);
    return done;
  }
}

interface Bench {
  readonly turns: ReadonlyMap<string, Turns>;
  readonly relays: RelayWires;
}

const answer = async (line: string, bench: Bench): Promise<ControlAnswer> => {
  const request = parseControlRequest(line);
  if (request === undefined) return { ok: false, error: "That is no request." };
  const id = boardOf(request);
  const { turns } = bench;
  const nest = turns.get(id);
  if (nest === undefined)
    return { ok: false, error: `No board ${JSON.stringify(id)}. There are: ${[...turns.keys()]}.` };
  try {
    return { ok: true, ...(await perform(request, nest, bench)) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
};

const boardOf = (request: ControlRequest): string => {
  if ("power" in request) return request.board;
  return "load" in request ? request.load : request.state;
};

const perform = async (request: ControlRequest, own: Turns, bench: Bench): Promise<object> => {
  const { turns, relays } = bench;
  if ("state" in request) return own.take(({ state }) => state);
  if ("load" in request) {
    await own.take(async (nest) => {
      relays.move(nest.id, "off");
      await nest.load();
      if (relays.isFed(nest.id)) nest.powerOn();
    });
    return {};
  }
  // Each board in its own turn: relays may be wired to each other's boards.
  relays.move(request.board, request.power);
  const fed = relays.fedBy(request.board).flatMap((id) => turns.get(id) ?? []);
  await Promise.all(fed.map((board) => board.take((nest) => supply(nest, relays))));
  return {};
};

const supply = async (nest: VirtualNest, relays: RelayWires): Promise<void> => {
  if (relays.isFed(nest.id)) nest.powerOn();
  else await nest.powerOff();
};
