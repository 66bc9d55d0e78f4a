// Run by shared-supply.test.ts: brings up so many boards, one after the other as their supply lets them,
// and says when each relay closed, in ms by the machine's monotonic clock. "hang": the first closes never.
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { SupplyGate } from "../../../libs/supply/supply-gate.ts";

const [, , plan = "", boards = "", manner] = process.argv;
const clock = systemClock;

const closeOne = async (fixture: string): Promise<void> => {
  const turn = await new SupplyGate(JSON.parse(plan), { fixture, clock }).awaitTurn(
    new AbortController().signal,
  );
  turn.begin();
  process.stdout.write(`${Number(process.hrtime.bigint()) / 1e6}\n`);
  if (manner === "hang") await new Promise(() => setInterval(() => undefined, 1000));
  turn.closed();
  turn.settled();
};

await Promise.all(Array.from({ length: Number(boards) }, (_, index) => closeOne(`F${index}`)));
