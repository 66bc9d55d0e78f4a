import { printable } from "../../libs/failure/printable.ts";
import { switchPower } from "../../libs/simulator/board-client.ts";

/** The program that `flashline simulate` names to switch a board's power: SOCKET FIXTURE on|off. */
const [, , socket, fixture, to] = process.argv;

if (socket === undefined || fixture === undefined || (to !== "on" && to !== "off")) {
  process.stderr.write("usage: power-switch SOCKET FIXTURE on|off\n");
  process.exitCode = 2;
} else {
  try {
    await switchPower(socket, fixture, to);
  } catch (error) {
    process.stderr.write(`${printable(error instanceof Error ? error.message : String(error))}\n`);
    process.exitCode = 1;
  }
}
