import { lstat, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { InputError } from "../../libs/input/input-error.ts";
import type { ControlAnswer } from "../../libs/simulator/control-answer.ts";
import { type ControlRequest, parseControlRequest } from "../../libs/simulator/control-request.ts";
import type { NestBench } from "./nest-bench.ts";

/**
 * Serves power, loading and state of the nests on a UNIX socket: a JSON line per request, answered
 * by a JSON line when it is done.
 * @throws InputError where no socket can be made.
 */
export const serveControl = async (path: string, bench: NestBench): Promise<AsyncDisposable> => {
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
    server.once("error", (error: NodeJS.ErrnoException) => reject(noSocket(path, error)));
    server.listen(path, resolve);
  });

const noSocket = (path: string, { code, message }: NodeJS.ErrnoException): InputError =>
  new InputError(
    { source: "simulate", field: "--control" },
    code === "EADDRINUSE" ? `${path} is in use.` : `${path} cannot be made (${code ?? message}).`,
    "Name a short path that is free, in a folder that is there and yours.",
  );

const answer = async (line: string, bench: NestBench): Promise<ControlAnswer> => {
  const request = parseControlRequest(line);
  if (request === undefined) return { ok: false, error: "That is no request." };
  try {
    return { ok: true, ...(await perform(request, bench)) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
};

const perform = async (request: ControlRequest, bench: NestBench): Promise<object> => {
  if ("state" in request) return await bench.state(request.state);
  if ("shelve" in request) await bench.shelve(request.shelve, request.as);
  else if ("shelved" in request) await bench.loadShelved(request.load, request.shelved);
  else if ("load" in request) await bench.load(request.load, request.board);
  else await bench.switchPower(request.board, request.power);
  return {};
};
