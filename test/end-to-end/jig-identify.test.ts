import { expect, test } from "vitest";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { openFixture } from "../../libs/fixture/open-fixture.ts";
import { isWired } from "../../libs/jig/jig.ts";
import { readJig } from "../../libs/jig/read-jig.ts";
import { makeGpioTools } from "../libs/gpio/gpio-tools.ts";
import { Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";
import { openWiredBench } from "../support/wired-bench.ts";

test.concurrent("jig identify blinks one nest, ends with it off, and leaves a nest in use alone", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231n" }], "fast");
  const bare = { id: "F03", flashPort: "/dev/null", power: { kind: "manual" } };
  const virtual = { id: "F04", virtual: { chip: "bk7231n" } };
  const jig = place.write("jig.yaml", { jig: "bench", fixtures: [...bench.nests, bare, virtual] });
  const identify = (id: string, ...options: string[]) =>
    place.start("jig", "identify", id, "--jig", jig, ...options);
  const switchedOn = () => bench.relayMoves().filter(({ to }) => to === "on");

  const done = await identify("F02", "--times", "2").ended;
  expect(done).toMatchObject({ exitCode: 0, stderr: "" });
  expect(done.stdout).toMatch(
    /^F02 blinks 2 times: its supply goes on and off\..*\nF02 is off\.\n$/,
  );
  expect(switchedOn().map(({ fixture }) => fixture)).toEqual(["F02", "F02"]);
  expect(await bench.powered()).toEqual([]);

  const stopped = identify("F01", "--times", "60");
  await until("a first blink", () => switchedOn().length > 2);
  process.kill(stopped.pid, "SIGINT");
  const { exitCode, stdout } = await stopped.ended;
  expect([exitCode, stdout]).toEqual([130, expect.stringMatching(/\nstopped; F01 is off\.\n$/)]);
  expect(await bench.powered()).toEqual([]);

  const nest = (await readJig(jig)).fixtures.filter(isWired)[1];
  if (nest === undefined) throw new Error("no nest");
  await using _ = await openFixture(nest, { clock: systemClock, ask: () => undefined });
  const moves = bench.relayMoves();
  const refused = await identify("F02").ended;
  expect([refused.exitCode, refused.stdout]).toEqual([3, ""]);
  expect(refused.stderr).toContain(`belongs to F02 of process ${process.pid}`);
  expect(bench.relayMoves()).toEqual(moves);

  const nothing = await identify("F03").ended;
  expect(nothing.exitCode).toBe(2);
  expect(nothing.stderr).toContain("F03: has nothing that could blink.");

  const simulated = await identify("F04").ended;
  expect(simulated.exitCode).toBe(2);
  expect(simulated.stderr).toContain("F04: is simulated: there is nothing to blink.");
});

test.concurrent("a nest with lamps blinks by them, one at a time, and ends dark", async () => {
  await using place = new Workplace();
  using tools = makeGpioTools(1);
  const lineAt = (line: number) => ({ kind: "gpiod", chip: "fake", line });
  const nest = {
    id: "F01",
    virtual: { chip: "bk7231n" },
    lamps: { pass: lineAt(3), fail: lineAt(4) },
  };
  const jig = place.write("jig.yaml", { jig: "lamps", fixtures: [nest] });
  const path = { PATH: `${tools.folder}:${process.env.PATH}` };
  const args = ["jig", "identify", "F01", "--jig", jig, "--times", "1"];
  const done = await place.startBy("/usr/bin/env", path, ...args).ended;
  expect(done.stderr).toBe("");
  expect(done.exitCode).toBe(0);
  const lit = tools.driven().filter((level) => level.endsWith("=1"));
  expect(lit).toEqual(["3=1", "4=1"]);
  expect([tools.level(3), tools.level(4)]).toEqual(["0", "0"]);
});
