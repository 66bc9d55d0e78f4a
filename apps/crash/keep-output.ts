import type { ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import type { RoundPlace } from "./round-place.ts";

/** Keeps what a program of the round prints in a file of its name, and takes down when it starts and ends. */
export const keepOutput = (place: RoundPlace, name: string, child: ChildProcess): ChildProcess => {
  place.note(`${name} ${child.pid} starts`);
  child.once("exit", (code, signal) => place.note(`${name} ${child.pid} ends: ${code ?? signal}`));
  const log = createWriteStream(place.path(`${name}.log`), { flags: "a" });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once("close", () => log.end());
  return child;
};
