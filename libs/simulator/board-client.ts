import { connect } from "node:net";
import { createInterface } from "node:readline";
import { type ControlAnswer, parseControlAnswer } from "./control-answer.ts";
import type { ControlRequest } from "./control-request.ts";
import type { ParticularBoard } from "./particular-board.ts";
import type { BoardState } from "./virtual-nest.ts";

const ANSWER_LIMIT_MS = 5000;

/** Switches a simulated board's power; resolves when it is done. Rejects with one clear sentence. */
export const switchPower = async (
  socket: string,
  board: string,
  power: "on" | "off",
): Promise<void> => {
  await ask(socket, { power, board });
};

/**
 * Puts another board into a nest: a particular one, or any, unless the one in it is any and never had
 * power. Rejects as `switchPower`.
 */
export const loadBoard = async (
  socket: string,
  nest: string,
  board?: ParticularBoard,
): Promise<void> => {
  await ask(socket, { load: nest, ...(board !== undefined && { board }) });
};

/** Takes a nest's board out as it is and keeps it under the name; a fresh one is in the nest. Rejects as `switchPower`. */
export const shelveBoard = async (socket: string, nest: string, name: string): Promise<void> => {
  await ask(socket, { shelve: nest, as: name });
};

/** Puts the board that was kept under the name into a nest. Rejects as `switchPower`. */
export const loadShelved = async (socket: string, nest: string, name: string): Promise<void> => {
  await ask(socket, { load: nest, shelved: name });
};

/** A board's power and flash. Rejects as `switchPower`. */
export const readBoardState = async (socket: string, board: string): Promise<BoardState> => {
  const { powered, flashSha256 } = await ask(socket, { state: board });
  if (typeof powered !== "boolean" || typeof flashSha256 !== "string") throw stranger(socket);
  return { powered, flashSha256 };
};

const ask = async (
  socket: string,
  request: ControlRequest,
): Promise<Extract<ControlAnswer, { ok: true }>> => {
  const answer = parseControlAnswer(await exchangeLine(socket, JSON.stringify(request)));
  if (answer === undefined) throw stranger(socket);
  if (!answer.ok) throw new Error(answer.error);
  return answer;
};

const stranger = (socket: string): Error =>
  new Error(`What listens at ${socket} is not a simulator.`);

const exchangeLine = (path: string, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.setTimeout(ANSWER_LIMIT_MS, () =>
      socket.destroy(new Error(`The simulator at ${path} does not answer.`)),
    );
    socket.on("error", (error) => reject(explain(path, error)));
    socket.on("close", () => reject(new Error(`The simulator at ${path} ended.`)));
    socket.on("connect", () => socket.write(`${line}\n`));
    const lines = createInterface({ input: socket });
    // The interface passes the socket's errors on; the socket's own listener has told them.
    lines.on("error", () => undefined);
    lines.once("line", (answer) => {
      resolve(answer);
      socket.destroy();
    });
  });

const explain = (path: string, error: Error): Error => {
  const code = "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ECONNREFUSED"
    ? new Error(`No simulator is running at ${path}. Start \`npx flashline simulate\`.`, {
        cause: error,
      })
    : error;
};
