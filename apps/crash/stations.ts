import { print, runTool, say } from "../../libs/tool/run-tool.ts";
import { describeCut } from "./describe-cut.ts";
import { judgeCut } from "./judge-cut.ts";
import { openNetwork } from "./open-network.ts";
import { playCut } from "./play-cut.ts";
import { readCutOptions } from "./read-cut-options.ts";
import { RoundPlace } from "./round-place.ts";

const KILL_EVERY_MS = 100;

/** `npm run stations`: two stations share a lot, and one of them is cut off from it for a while. */
await runTool("stations", async (signal) => {
  const { network: wished, ...order } = readCutOptions(process.argv.slice(2));
  const place = new RoundPlace(say);
  // Whatever is being started meanwhile, too, and with them the network.
  const killing = setInterval(() => {
    if (signal.aborted) place.killAll();
  }, KILL_EVERY_MS);
  let isSound = false;
  try {
    await using network = await openNetwork(place, wished, say);
    print(
      `${order.boards} boards on two stations, ${order.fixtures} fixtures each; ${network.about}.`,
    );
    const facts = await playCut(place, order, network);
    const violations = judgeCut(facts);
    for (const line of describeCut(facts)) print(line);
    for (const violation of violations) print(`VIOLATION: ${violation}`);
    print(`${violations.length} violations.`);
    isSound = violations.length === 0;
  } catch (error) {
    // What was killed with the rest is no fault.
    if (!signal.aborted) throw error;
    say("Stopped.");
  } finally {
    clearInterval(killing);
    await place.end();
    if (isSound || signal.aborted) place.remove();
    else print(`Kept in ${place.folder}`);
  }
  return isSound ? "sound" : "violated";
});
