// Run by take-baton.test.ts: takes the baton named, says so, and then holds it until it is killed, or
// gives it back and takes it again for ever.
import { takeBaton } from "../../../libs/claims/take-baton.ts";

const [, , name = "", manner] = process.argv;
const wait = { owner: "F07", limitMs: 60_000 };

for (let turn = 0; ; turn += 1) {
  const baton = await takeBaton(name, wait);
  if (turn === 0) process.stdout.write("taken\n");
  if (manner === "hold") await new Promise(() => setInterval(() => undefined, 1000));
  await new Promise((resolve) => setTimeout(resolve, 3));
  await baton[Symbol.asyncDispose]();
}
