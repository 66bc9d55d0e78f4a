import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readJournal } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";

const ROOT = resolve(import.meta.dirname, "../..");

test("a line that npm started stops with it, without a terminal, too: boards off, runs recorded, nothing left", async () => {
  await using place = new Workplace();
  // Handed the program's path before its arguments.
  const npm = place.write("npm", `#!/bin/sh\nshift\nexec npm --prefix '${ROOT}' start -- "$@"\n`);
  chmodSync(npm, 0o700);
  const data = place.path("data");
  const lot = ["demo", "--fixtures", "1", "--boards", "9", "--data", data, "--json"];
  const line = place.startBy(npm, { npm_config_loglevel: "silent" }, ...lot);
  line.ended.catch(() => undefined);
  await line.printed((stdout) => stdout.includes('"step":"write"'));
  process.kill(line.pid, "SIGKILL");
  await until("all of it has ended", () => place.processes().length === 0);
  expect(
    readJournal(place, (journal) => journal.records()).map(
      ({ serial, verdict }) => `${serial} ${verdict}`,
    ),
  ).toEqual(["DEMO0001 aborted"]);
  const left = readdirSync(place.path("data/sessions"));
  expect([...left, ...readdirSync(place.path("tmp"))]).toEqual([]);
});

test("a simulator whose owner was killed leaves no folder of its socket behind", async () => {
  await using place = new Workplace();
  const virtual = { chip: "bk7231n" };
  const fixtures = [{ id: "F01", virtual }];
  const jig = place.write("jig.yaml", { jig: "simulated", trigger: "auto", fixtures });
  mkdirSync(place.path("tmp/sim"));
  const socket = place.path("tmp/sim/control.sock");
  // Its standard input has ended already.
  const ended = await place.run("simulate", "--jig", jig, "--control", socket, "--owned");
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
  expect(readdirSync(place.path("tmp"))).toEqual([]);
});
