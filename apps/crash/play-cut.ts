import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { awaitNothingLeft } from "./await-nothing-left.ts";
import type { CrashNest } from "./crash-case.ts";
import type { CutCase } from "./cut-case.ts";
import type { CutFacts, Heard } from "./cut-facts.ts";
import { cutInMidRun } from "./cut-in-mid-run.ts";
import { countsIn, misdeedsOf } from "./judge-sitting.ts";
import { LINE_DATA } from "./keep-services.ts";
import { writeBoards } from "./line-files.ts";
import type { LineNetwork } from "./line-network.ts";
import { openNests } from "./open-nests.ts";
import { playSitting, type SittingEnd, serialsOf } from "./play-sitting.ts";
import { readJournal } from "./read-journal.ts";
import { readReported } from "./read-reported.ts";
import type { RoundPlace } from "./round-place.ts";
import { startRedis } from "./start-redis.ts";
import { watchWorker } from "./watch-worker.ts";

/** Where the Redis of a lot with a cut is found on this host. */
export const CUT_REDIS = "redis.sock";

/** A hang limit, not a measurement. */
const HANG_MS = 3_600_000;
const LOOK_MS = 20;

/**
 * Plays a lot on two stations, cuts one off in mid-run and lets it return; ends the network with all else,
 * and tells what this left. Rejects if it cannot be played.
 */
export const playCut = async (
  place: RoundPlace,
  order: CutCase,
  network: LineNetwork,
): Promise<CutFacts> => {
  const nests = Array.from({ length: 2 * order.fixtures }, (_, index) => nestOf(index));
  const wanted = writeBoards(place, { nests }, order.appBytes);
  await using simulated = await openNests(place, { nests, speed: "real", relays: "socket" });
  const ids = nests.map(({ id }) => id);
  const stations = { near: ids.slice(0, order.fixtures), far: ids.slice(order.fixtures) };
  const { end, misdeeds, ...heard } = await playOn(network, place, {
    ...{ order, stations, jigPath: simulated.jigPath },
  });
  await network[Symbol.asyncDispose]();
  const left = await awaitNothingLeft(place, simulated);
  return {
    round: {
      serials: serialsOf(order.boards),
      journals: [
        readJournal("line", place.path(LINE_DATA)),
        readJournal("near", place.path("near")),
        readJournal("far", place.path("far")),
      ],
      ...{ spans: simulated.spans(), wanted, kills: [] },
      last:
        end === "hang"
          ? { exitCode: null, counts: undefined }
          : { exitCode: end.exitCode, counts: countsIn(end) },
      reported: await readReported(place),
      left: [...left, ...network.left()],
      misdeeds,
    },
    ...{ farFixtures: stations.far, ...heard },
  };
};

const nestOf = (index: number): CrashNest => ({
  id: `F${String(index + 1).padStart(2, "0")}`,
  chip: index % 2 === 0 ? "bk7231n" : "bk7231t",
  faults: [],
});

interface CutLine {
  readonly order: CutCase;
  readonly stations: Readonly<Record<"near" | "far", readonly string[]>>;
  readonly jigPath: string;
}

interface Played extends Pick<CutFacts, "cut" | "line" | "far" | "words" | "farWords"> {
  readonly end: SittingEnd | "hang";
  readonly misdeeds: readonly string[];
}

const playOn = async (
  network: LineNetwork,
  place: RoundPlace,
  { order, stations, jigPath }: CutLine,
): Promise<Played> => {
  const socket = place.path(CUT_REDIS);
  const redis = startRedis(place, socket, { by: network.at("line"), listen: network.listen });
  const redisEnded = once(redis, "close");
  while (!existsSync(socket)) {
    if (redis.exitCode !== null || redis.signalCode !== null)
      throw new Error("the Redis did not start: see redis.log");
    await sleep(LOOK_MS);
  }
  const [near, far] = (["near", "far"] as const).map((name) => {
    const where = ["--redis", network.redisUrl(name), "--data", place.path(name)];
    const args = ["--jig", jigPath, "--only", stations[name].join(","), ...where];
    return watchWorker(place, name, { by: network.at(name), args });
  });
  if (near === undefined || far === undefined) throw new Error("two stations are two");
  await Promise.all([near.serving, far.serving]);

  const line: Heard<StationEvent>[] = [];
  const words: Heard<string>[] = [];
  const over = new AbortController();
  const note = (text: string): void => place.note(text);
  const lot = { order, network, farFixtures: stations.far, line, far: far.heard, note };
  const cutting = cutInMidRun(lot, over.signal);
  // Its lot would wait for the station in vain.
  cutting.catch(() => place.killAll());
  const end = await playSitting(place, {
    ...{ jigPath, boards: order.boards, hangMs: HANG_MS },
    ...{ redisUrl: network.redisUrl("line"), by: network.at("line") },
    onEvent: (thing) => line.push({ at: Date.now(), thing }),
    onWord: (text) => {
      for (const said of text.split("\n").filter((some) => some !== ""))
        words.push({ at: Date.now(), thing: said });
    },
  });
  over.abort();
  const cut = await cutting;
  const ill = [...(await near.stop()), ...(await far.stop())];
  redis.kill("SIGTERM");
  await redisEnded;
  const misdeeds = [...misdeedsOf(end), ...ill];
  return { end, misdeeds, cut, line, words, far: far.heard, farWords: far.words };
};
