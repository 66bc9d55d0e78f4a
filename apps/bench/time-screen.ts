import { setTimeout as sleep } from "node:timers/promises";
import { ulid } from "ulid";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { startPrivateRedis } from "../../libs/dispatch/private-redis.ts";
import { print, runTool, say } from "../../libs/tool/run-tool.ts";
import { drawTable } from "./draw-table.ts";
import { inPercent } from "./format-figures.ts";
import { playLine } from "./play-line.ts";
import { readMachineCpu } from "./read-machine-cpu.ts";
import { openWatchedScreen, type WatchedScreen } from "./watched-screen.ts";

const FIXTURES = Array.from({ length: 64 }, (_, index) => `F${String(index + 1).padStart(2, "0")}`);
const SIZE = { columns: 160, rows: 48 };
const PAGES = 2;

const SETTLE_MS = 3000;
const WATCHED_MS = 20_000;
const PRESSES = 100;
/** Between keys: never in step with the frames, which come every 250 ms. */
const BETWEEN_MS = 170;
/** What a person takes for at once. */
const ANSWER_MS = 100;

/** What the dashboard took while nothing, or something, was pressed. */
const timeLoad = async (
  screen: WatchedScreen,
  name: string,
  work: () => Promise<unknown>,
): Promise<readonly string[]> => {
  const before = screen.spent();
  const machine = readMachineCpu();
  const from = performance.now();
  await work();
  const seconds = (performance.now() - from) / 1000;
  const after = screen.spent();
  const cpu = after.cpuSeconds - before.cpuSeconds;
  const all = readMachineCpu() - machine;
  return [
    name,
    `${((cpu / seconds) * 100).toFixed(1)} %`,
    ((after.frames - before.frames) / seconds).toFixed(1),
    `${((after.bytes - before.bytes) / seconds / 1024).toFixed(1)} KiB`,
    `${((all / seconds) * 100).toFixed(0)} %`,
  ];
};

const row = (name: string, times: readonly number[]): readonly string[] => {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): string =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)} ms`;
  const inTime = times.filter((ms) => ms < ANSWER_MS).length;
  return [name, String(times.length), at(0.5), at(0.95), at(1), inPercent(inTime / times.length)];
};

/** Page turns, pages of fixtures opened and closed. */
const timeKeys = async (screen: WatchedScreen): Promise<readonly (readonly string[])[]> => {
  const turns: number[] = [];
  const opens: number[] = [];
  const closes: number[] = [];
  for (let count = 0; count < PRESSES; count += 1) {
    // Ink writes of a row only what comes after its first change.
    const shown = `${((count + 1) % PAGES) + 1} of ${PAGES}`;
    turns.push(await screen.press("\t", shown));
    await sleep(BETWEEN_MS);
    opens.push(await screen.press(`${(count % FIXTURES.length) + 1}\r`, "Esc back"));
    await sleep(BETWEEN_MS);
    closes.push(await screen.press("\u001b", shown));
    await sleep(BETWEEN_MS);
  }
  return [
    row("Tab: the other page", turns),
    row("number, Enter: a fixture's page", opens),
    row("Esc: back", closes),
  ];
};

/** `npm run bench:screen`: what a dashboard of 64 running fixtures takes, and how soon it answers keys. */
const timeScreen = async (signal: AbortSignal): Promise<void> => {
  await using redis = await startPrivateRedis();
  await using line = await openDispatch({ url: redis.url, session: ulid() });
  await using screen = await openWatchedScreen(redis.url, SIZE);
  await screen.press("", "FLASHLINE");
  await sleep(SETTLE_MS);
  const end = new AbortController();
  await using _ending = {
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await playing;
    },
  };
  const playing = playLine(FIXTURES, line.publish, AbortSignal.any([signal, end.signal]));
  say(`${FIXTURES.length} fixtures at work on ${SIZE.columns}x${SIZE.rows} ...`);
  await sleep(SETTLE_MS);
  const loads = [await timeLoad(screen, "watched", () => sleep(WATCHED_MS))];
  let keys: readonly (readonly string[])[] = [];
  loads.push(
    await timeLoad(screen, "keys pressed", async () => {
      keys = await timeKeys(screen);
    }),
  );
  const loadHead = ["", "CPU (of a core)", "redraws/s", "written/s", "machine, all programs"];
  print(drawTable("The dashboard's process", loadHead, loads));
  print(
    drawTable(
      "From key to frame",
      ["key", "times", "p50", "p95", "most", `under ${ANSWER_MS} ms`],
      keys,
    ),
  );
};

await runTool("bench:screen", async (signal) => {
  await timeScreen(signal);
  return "sound";
});
