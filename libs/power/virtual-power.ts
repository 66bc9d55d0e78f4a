import { connect } from "node:net";
import type { Clock } from "../clock/clock.ts";
import { powerByActs } from "./power-by-acts.ts";
import type { PowerControl } from "./power-control.ts";
import { relayFailure } from "./relay-failure.ts";

const ANSWER_LIMIT_MS = 5000;
const LONGEST_ANSWER = 4096;

/**
 * A simulated board's supply. Asks the simulator over its UNIX socket, one connection a request:
 * `{"power":"on"|"off","board":ID}` and a line end, answered by `{"ok":true}` or
 * `{"ok":false,"error":"..."}` and a line end once the board has or has no power.
 */
export const virtualPower = (socket: string, board: string, clock: Clock): PowerControl => {
  const request = async (power: "on" | "off"): Promise<void> => {
    try {
      const answer = await ask(socket, `${JSON.stringify({ power, board })}\n`, clock);
      const refusal = refusalIn(answer);
      if (refusal !== undefined) throw new Error(refusal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw relayFailure(`simulator ${socket} board ${board}`, reason, error);
    }
  };
  return powerByActs(
    () => request("on"),
    () => request("off"),
  );
};

const ask = (path: string, line: string, clock: Clock): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(path);
    let heard = "";
    const fail = (error: Error): void => {
      limit[Symbol.dispose]();
      socket.destroy();
      reject(error);
    };
    const limit = clock.after(ANSWER_LIMIT_MS, () =>
      fail(new Error(`no answer within ${ANSWER_LIMIT_MS / 1000} s`)),
    );
    socket.setEncoding("utf8");
    socket.on("connect", () => socket.write(line));
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("the simulator hung up without an answer")));
    socket.on("data", (text: string) => {
      heard += text;
      const end = heard.indexOf("\n");
      if (end === -1 && heard.length < LONGEST_ANSWER) return;
      limit[Symbol.dispose]();
      resolve(heard.slice(0, end));
      socket.destroy();
    });
  });

const refusalIn = (answer: string): string | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return `an answer that is no JSON: ${answer}`;
  }
  if (typeof value !== "object" || value === null) return `an answer without meaning: ${answer}`;
  if ("ok" in value && value.ok === true) return undefined;
  return "error" in value ? String(value.error) : `refused: ${answer}`;
};
