import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCommissionMark } from "../../libs/jig/commission-mark.ts";
import { readJig } from "../../libs/jig/read-jig.ts";
import type { VirtualWiring } from "../../libs/jig/virtual-wiring-schema.ts";
import { type Ending, Workplace } from "../support/run-flashline.ts";
import { openWiredBench } from "../support/wired-bench.ts";
import { refusalOf, watchedNest } from "./refusal.ts";

const virtual = (id: string, chip: "bk7231n" | "bk7231t", wiring?: VirtualWiring) => ({
  id,
  virtual: { chip, ...(wiring && { wiring }) },
});

const jigOf = (...fixtures: readonly object[]) => ({ jig: "bench", trigger: "auto", fixtures });

/** Objects of `--json`, without what differs from time to time. */
const objectsOf = ({ stdout, stderr }: Ending): readonly Record<string, unknown>[] => {
  expect(stdout, stderr).not.toBe("");
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
};

/** What is wrong; that a board was called too late is worth a warning on a busy machine. */
const foundBy = (ending: Ending): readonly Record<string, unknown>[] =>
  objectsOf(ending).filter(({ kind, level }) => kind === "finding" && level === "unfit");

test.concurrent("a right jig of virtual boards is proven, and says so beside its file", async () => {
  await using place = new Workplace();
  const jig = place.write("jig.yaml", jigOf(virtual("F01", "bk7231n"), virtual("F02", "bk7231t")));
  const ending = await place.run("commission", "--jig", jig, "--fast", "--repeat", "2");
  expect(ending).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ending.stdout).toContain("F01    = answers  = logs   .          .");
  expect(ending.stdout).toContain("F02    .          .        = answers  = logs");
  expect(ending.stdout).toContain(`PROVEN: ${jig}.commissioned says so`);
  const mark = JSON.parse(readFileSync(`${jig}.commissioned`, "utf8"));
  expect(mark).toMatchObject({ jig: "bench", fixtures: [{ fixture: "F01" }, { fixture: "F02" }] });
  expect(await readCommissionMark(jig, await readJig(jig), mark.station)).toEqual({
    kind: "proven",
    mark,
  });
  const part = await place.run("commission", "--jig", jig, "--fast", "--only", "F02");
  expect(part).toMatchObject({ exitCode: 0, stderr: "" });
  expect(part.stdout).toContain("RIGHT: F02; commission the whole jig to prove it");
  expect(JSON.parse(readFileSync(`${jig}.commissioned`, "utf8"))).toEqual(mark);
  expect(place.processes()).toEqual([]);
});

test.concurrent("crossed relays, swapped ports and a back-fed board are found", async () => {
  await using place = new Workplace();
  const wrong = jigOf(
    virtual("F01", "bk7231n", { relay: ["F02"] }),
    virtual("F02", "bk7231t", { relay: ["F01"] }),
    virtual("F03", "bk7231n", { ports: "swapped" }),
    virtual("F04", "bk7231t", { supply: "back-fed" }),
  );
  const jig = place.write("jig.yaml", wrong);
  place.write("jig.yaml.commissioned", "{}");
  const ending = await place.run("commission", "--jig", jig, "--fast", "--repeat", "1", "--json");
  expect(ending.exitCode).toBe(3);
  expect(objectsOf(ending).at(-1)).toMatchObject({ kind: "commission-ended", proven: false });
  expect(existsSync(`${jig}.commissioned`)).toBe(false);
  expect(foundBy(ending)).toMatchObject([
    { level: "unfit", found: "stays-alive", nest: "F04", feed: "line" },
    { level: "unfit", found: "crossed", nests: ["F01", "F02"], crossed: "relays" },
    { level: "unfit", found: "ports-swapped", nest: "F03" },
  ]);
  expect(ending.stderr).toContain("mend: Swap power (and reset) of F01 and F02.");
  expect(ending.stderr).toContain("mend: Swap flashPort and logPort of F03.");
});

test.concurrent("boards behind commands and ports of this machine, without log ports; one nest of another process", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const nests = bench.nests.map(({ logPort: _, recipe: __, ...nest }) => nest);
  const [one, other] = nests;
  const crossed = [
    { ...one, power: other?.power },
    { ...other, power: one?.power },
  ];
  const wrong = place.write("wrong.yaml", jigOf(...crossed));
  const held = place.start("commission", "--jig", wrong, "--repeat", "1", "--json");
  await held.printed((text) => text.includes('"control-moved"'));
  const right = place.write("right.yaml", jigOf(...nests));
  const refused = await place.run("commission", "--jig", right);
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toMatch(/belongs to F0[12] of process \d+/);
  expect(refused.stdout).toBe("");
  const ending = await held.ended;
  expect(ending.exitCode).toBe(3);
  expect(foundBy(ending)).toMatchObject([{ found: "crossed", crossed: "relays-or-ports" }]);
  expect(await place.run("commission", "--jig", right, "--repeat", "1")).toMatchObject({
    exitCode: 0,
  });
  expect(await bench.powered()).toEqual([]);
});

test.concurrent("stopped in its midst it leaves no board powered, and proves nothing", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }, { chip: "bk7231t" }], "fast");
  const jig = place.write("jig.yaml", jigOf(...bench.nests.map(({ recipe: _, ...nest }) => nest)));
  const started = place.start("commission", "--jig", jig, "--json");
  await started.printed((text) => text.includes('"control-moved"'));
  process.kill(started.pid, "SIGINT");
  const stopped = await started.ended;
  expect(stopped.exitCode).toBe(130);
  expect(stopped.stderr).toMatch(/\nstopped; every board is off\n$/);
  expect(objectsOf(stopped).at(-1)).toMatchObject({ kind: "commission-stopped", unswitched: [] });
  expect(await bench.powered()).toEqual([]);
  expect(existsSync(`${jig}.commissioned`)).toBe(false);
});

test.concurrent("what cannot be commissioned is refused with nothing touched", async () => {
  await using place = new Workplace();
  const byHand = { ...watchedNest(place, "F01"), power: { kind: "manual" } };
  place.write("jig.yaml", jigOf(watchedNest(place, "F02"), byHand));
  expect(await refusalOf(place, "commission", "--jig", "jig.yaml")).toContain(
    "fixtures[1].power.kind: power `manual` needs a person at a terminal.",
  );
  const stranger = await refusalOf(place, "commission", "--jig", "jig.yaml", "--only", "F9");
  expect(stranger).toContain('--only: jig bench has no fixture "F9".');
});

test.concurrent("ports that are not there are told, and nothing is proven", async () => {
  await using place = new Workplace();
  const jig = place.write("jig.yaml", jigOf(watchedNest(place, "F01"), watchedNest(place, "F02")));
  const ending = await place.run("commission", "--jig", jig, "--json");
  expect(ending.exitCode).toBe(3);
  expect(foundBy(ending)).toMatchObject([
    { found: "port-failed", place: { nest: "F01", field: "flashPort" } },
    { found: "port-failed", place: { nest: "F02", field: "flashPort" } },
  ]);
  expect(ending.stderr).toMatch(/WRONG: F01's flashPort: Port .*\s+WRONG: F02's flashPort: /s);
  expect(ending.stderr.match(/Likely|mend:/g)).toEqual(["Likely", "mend:"]);
  expect(ending.stderr).not.toContain("relay ");
});
