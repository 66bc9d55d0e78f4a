import { expect, test } from "vitest";
import { findBytes } from "../../libs/bytes/find-bytes.ts";
import { fromHex } from "../../libs/bytes/hex.ts";
import type { IdentityEntry } from "../../libs/journal/identity-entry.ts";
import { makeGpioTools } from "../libs/gpio/gpio-tools.ts";
import {
  awaitEvent,
  type EventOf,
  isNextWorkerOf,
  isStep,
  isWorkerOf,
} from "../support/lot-events.ts";
import { DATA, readJournal, writeRecipe } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { serveBoards, type VirtualNest } from "../support/serve-boards.ts";
import { until } from "../support/until.ts";

const CHIP = "bk7231n";
const NESTS = ["N1", "N2"];
const KEY_AT = 0x1e4010;
/** Of a stand-in chip: lines that no other test of this machine uses. */
const FIRST_LINE = 58;

const IDENTITY = {
  pool: "plugs",
  values: "keys.csv",
  fields: { mac: { in: "calibration" }, key: { at: KEY_AT, as: "hex", length: 8, secret: true } },
};

const LIST = Array.from({ length: 4 }, (_, index) => `024fa698ca0${index},00112233445566a${index}`);

/** Whether a flash has the MAC anywhere but in the image. */
const bears = (flash: Uint8Array, { values }: IdentityEntry): boolean =>
  findBytes(flash.subarray(0x1d0000), fromHex(values.mac ?? "")) !== undefined;

const bearsAll = (flash: Uint8Array, entry: IdentityEntry): boolean =>
  bears(flash, entry) &&
  Buffer.compare(flash.subarray(KEY_AT, KEY_AT + 8), fromHex(entry.values.key ?? "")) === 0;

test("a worker, then the coordinator are killed in mid-provisioning: each board ends with its own values, no value on two", async () => {
  await using place = new Workplace();
  using tools = makeGpioTools(1);
  place.write("keys.csv", `mac,key\n${LIST.join("\n")}\n`);
  writeRecipe(place, CHIP);
  const plain = JSON.parse(new TextDecoder().decode(place.read(`${CHIP}.yaml`)));
  const recipe = place.write("plug.yaml", { ...plain, identity: IDENTITY });
  const nests = NESTS.map((id, index): VirtualNest => {
    const line = FIRST_LINE + index;
    tools.pull(line, 1);
    return {
      id,
      recipe,
      virtual: { chip: CHIP },
      inputs: { present: { kind: "gpiod", chip: "fake", line } },
    };
  });
  const served = await serveBoards(place, nests, { speed: "real", power: "socket" });
  const flashes = () => nests.map(({ id }) => served.flashOf(id));
  const path = { PATH: `${tools.folder}:${process.env.PATH}` };
  const lot = ["--first", "SN1", "--count", "2", "--lot", "L1", "--data", DATA, "--json"];
  const sit = () => place.startBy("/usr/bin/env", path, "run", "--jig", served.jig, ...lot);
  const entries = () => readJournal(place, (journal) => journal.identityEntries());
  /** None is lost, none is on two boards, and what a board bears is listed as such. */
  const expectNoneLost = () => {
    const listed = entries();
    expect(listed.map(({ values }) => `${values.mac},${values.key}`)).toEqual(LIST);
    for (const entry of listed) {
      const boards = flashes().filter((flash) => bears(flash, entry));
      expect(boards.length).toBeLessThanOrEqual(1);
      if (boards.length === 0) continue;
      expect(["intended", "written", "verified"]).toContain(entry.state);
    }
  };

  const first = sit();
  const { pid } = await awaitEvent(first, isWorkerOf("N1"));
  await until("a moment with a value on its way to a board", () => {
    process.kill(pid, "SIGSTOP");
    const isAtWork = readJournal(place, (journal) => journal.openRuns().length > 0);
    if (isAtWork && entries().some(({ state }) => state !== "free" && state !== "reserved"))
      return true;
    process.kill(pid, "SIGCONT");
    return false;
  });
  process.kill(pid, "SIGKILL");
  // Another worker takes its place: it finds out what the board bears by now.
  const next = await awaitEvent(first, isNextWorkerOf("N1", pid));
  expectNoneLost();
  await awaitEvent(
    first,
    (event): event is EventOf<"step-started"> =>
      isStep("identify", "N1")(event) && event.at > next.at,
  );
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  await until("the end of all but the simulator", () =>
    place.processes().every((one) => one === served.pid),
  );
  expectNoneLost();

  const second = await sit().ended;
  expect(second.exitCode).toBe(0);
  expect(eventsOf(second).at(-1)).toMatchObject({ kind: "lot-ended", pass: 2 });
  expectNoneLost();
  const own = entries().filter(({ serial }) => serial !== null);
  expect(own.map(({ serial, state }) => `${serial} ${state}`).sort()).toEqual([
    ...["SN1 verified", "SN2 verified"],
  ]);
  for (const entry of own) {
    expect(flashes().filter((flash) => bearsAll(flash, entry)).length).toBe(1);
  }

  const settle = (fixture: string) => {
    const nest = ["--jig", served.jig, "--fixture", fixture, "--data", DATA];
    return place.startBy("/usr/bin/env", path, "identities", "settle", "SN1", ...nest).ended;
  };
  const at = flashes().findIndex((flash) =>
    own.some((entry) => entry.serial === "SN1" && bears(flash, entry)),
  );
  const settled = await settle(nests[at]?.id ?? "");
  expect(settled.stdout).toMatch(/^SN1: settled as verified: the board bears all its values/);
  expect(settled.exitCode).toBe(0);
});
