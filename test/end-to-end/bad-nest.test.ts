import { execFileSync } from "node:child_process";
import { ulid } from "ulid";
import { expect, test } from "vitest";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";
import { startRedisForTests } from "../redis-for-tests.ts";
import { DATA, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { seenWorker } from "../support/seen-worker.ts";
import { openWiredBench } from "../support/wired-bench.ts";

const BOARDS = 8;

test.concurrent("a relay that hangs and one that is not there end their own runs only, a missing port has none", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }], "fast");
  const recipe = writeRecipe(place, "bk7231n");
  const virtual = { chip: "bk7231n" };
  const nowhere = { flashPort: "/dev/no-such-port", logPort: "/dev/no-such-log" };
  const hangs = { kind: "command", on: ["sleep", "100"], off: ["true"] };
  const missing = { kind: "gpio", chip: "no-such-chip", line: 1 };
  const [wired] = bench.nests;
  const fixtures = [
    { ...wired, id: "HANGS", power: hangs },
    { id: "GOOD-1", recipe, virtual },
    { id: "NO-PORT", recipe, ...nowhere, power: { kind: "none" } },
    { id: "NO-RELAY", recipe, flashPort: "/dev/tty", logPort: "/dev/null", power: missing },
    { id: "GOOD-2", recipe, virtual },
  ];
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  const lot = ["--first", "SN1", "--count", String(BOARDS), "--lot", "L1", "--data", DATA];
  const ending = await place.run("run", "--jig", jig, ...lot, "--fast", "--json");
  expect(ending.exitCode).toBe(3);
  const ended = eventsOf(ending).filter((event) => event.kind === "run-ended");
  const troubles = ended.filter(({ verdict }) => verdict !== "pass");
  expect(
    troubles
      .map(({ fixture, verdict, failure }) => `${fixture} ${verdict} ${failure?.code}`)
      .sort(),
  ).toEqual(["HANGS error relay-failed", "NO-RELAY error relay-failed"]);
  // A nest without its port gets no board to begin with.
  expect(eventsOf(ending).filter((event) => event.kind === "fixture-idle")).toContainEqual(
    expect.objectContaining({ fixture: "NO-PORT", reason: "ports-gone" }),
  );
  // Each board passed in the end, those of bad nests in a good one.
  const passes = ended.filter(({ verdict }) => verdict === "pass");
  expect(new Set(passes.map(({ serial }) => serial)).size).toBe(BOARDS);
  expect(passes.length).toBe(BOARDS);
  expect(new Set(passes.map(({ fixture }) => fixture))).toEqual(new Set(["GOOD-1", "GOOD-2"]));
  expect(recordsOf(place).length).toBe(ended.length);
  // Nobody waited for the relay that hung: only its own board was left.
  const hung = ended.findIndex(({ fixture }) => fixture === "HANGS");
  expect(ended.slice(hung + 1).map(({ serial }) => serial)).toEqual([ended[hung]?.serial]);
});

test.concurrent("boards are switched off all at once when a worker starts and ends", async () => {
  await using place = new Workplace();
  await using redis = await startRedisForTests();
  await using dispatch = await openDispatch({ url: redis.url, session: ulid() });
  // Neither end of a pipe opens without the other: one relay after the other would hang.
  const pipe = place.path("pipe");
  execFileSync("mkfifo", [pipe]);
  const power = (off: string) => ({ kind: "command", on: ["true", off], off: ["sh", "-c", off] });
  const fixtures = [
    { id: "F01", flashPort: "/dev/no-such-port-1", power: power(`cat '${pipe}'`) },
    { id: "F02", flashPort: "/dev/no-such-port-2", power: power(`echo off >'${pipe}'`) },
  ];
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  const worker = place.start("worker", "--jig", jig, "--redis", redis.url, "--data", DATA);
  await seenWorker(dispatch, worker.pid);
  process.kill(worker.pid, "SIGTERM");
  const { exitCode, stdout, stderr } = await worker.ended;
  expect([exitCode, stdout]).toEqual([0, ""]);
  // No trouble is told: what goes well has the time before it.
  expect(stderr).not.toContain("flashline:");
  expect(stderr).toMatch(/ stopped\n$/);
});

test.concurrent("a worker none of whose boards can be switched off says why and does not start", async () => {
  await using place = new Workplace();
  const power = { kind: "gpio", chip: "no-such-chip", line: 1 };
  const ports = { flashPort: "/dev/no-such-port-3", logPort: "/dev/no-such-log-3" };
  const fixtures = [{ id: "F01", ...ports, power }];
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  const lot = ["--recipe", writeRecipe(place, "bk7231n"), "--first", "SN1", "--count", "1"];
  expect(await place.run("run", "--jig", jig, ...lot, "--data", DATA)).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/F01 could not be switched off.*gpio no-such-chip 1/),
  });
});
