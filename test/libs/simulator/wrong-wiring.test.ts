import { expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import type { VirtualFixture } from "../../../libs/jig/jig.ts";
import type { VirtualWiring } from "../../../libs/jig/virtual-wiring-schema.ts";
import { RelayWires, wiredTogether } from "../../../libs/simulator/relay-wires.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { bootableFlash } from "./bench.ts";

const nest = (id: string, wiring?: VirtualWiring): VirtualFixture => ({
  id,
  virtual: { chip: "bk7231n", faults: [], wiring },
});

/** Which boards have power once these relays are on. */
const fed = (fixtures: readonly VirtualFixture[], ...on: readonly string[]): readonly string[] => {
  const relays = new RelayWires(fixtures);
  for (const relay of on) relays.move(relay, "on");
  return fixtures.map(({ id }) => id).filter((id) => relays.isFed(id));
};

test("relays feed what they are wired to", () => {
  const crossed = [nest("F01", { relay: ["F02"] }), nest("F02", { relay: ["F01"] }), nest("F03")];
  expect(fed(crossed, "F01")).toEqual(["F02"]);
  expect(fed(crossed, "F02", "F03")).toEqual(["F01", "F03"]);
  const shared = [nest("F01", { relay: ["F01", "F02"] }), nest("F02", { relay: "dead" })];
  expect(fed(shared, "F01")).toEqual(["F01", "F02"]);
  expect(fed(shared, "F02")).toEqual([]);
  expect(fed([nest("F01"), nest("F02", { relay: "stuck" })])).toEqual(["F02"]);
});

test("a relay that is off takes no power that another one gives", () => {
  const relays = new RelayWires([nest("F01"), nest("F02", { relay: ["F01"] })]);
  relays.move("F01", "on");
  relays.move("F02", "on");
  relays.move("F01", "off");
  expect(relays.isFed("F01")).toBe(true);
  relays.move("F02", "off");
  expect(relays.isFed("F01")).toBe(false);
});

test("nests that share relays are found however long the chain", () => {
  const all = [nest("F01", { relay: ["F02"] }), nest("F02", { relay: ["F03"] }), nest("F03")];
  const ids = (id: string) => wiredTogether([...all, nest("F04")], id).map((it) => it.id);
  expect(ids("F03")).toEqual(["F01", "F02", "F03"]);
  expect(ids("F04")).toEqual(["F04"]);
});

test("a board fed through its RX pin lives on until that is held low", async () => {
  const clock = new VirtualClock();
  const faults = [{ kind: "holds-charge", ms: Number.POSITIVE_INFINITY }] as const;
  const options = { chip: "bk7231n", clock, flash: bootableFlash(), faults } as const;
  const board = new VirtualBoard({ ...options, speed: "instant" });
  const check = Uint8Array.of(0x01, 0xe0, 0xfc, 0x01, 0x00);
  let answers = 0;
  board.onTransmit(() => {
    answers += 1;
  });
  const ask = async (): Promise<number> => {
    answers = 0;
    board.receive(check, 115_200);
    await clock.sleep(20);
    return answers;
  };
  board.powerOn();
  await clock.sleep(20);
  expect(await ask()).toBeGreaterThan(0);
  board.powerOff();
  await clock.sleep(60_000);
  expect(await ask()).toBeGreaterThan(0);
  board.receive(new Uint8Array(1000), 115_200);
  expect(await ask()).toBeGreaterThan(0);
  board.receive(new Uint8Array(4608), 115_200);
  expect(await ask()).toBe(0);
  board.powerOn();
  await clock.sleep(20);
  expect(await ask()).toBeGreaterThan(0);

  // A busy machine hands the zeros on with the check before them, and the rest of them for itself.
  board.powerOff();
  await clock.sleep(20);
  board.receive(Uint8Array.of(...check, ...new Uint8Array(4090)), 115_200);
  board.receive(new Uint8Array(518), 115_200);
  expect(await ask()).toBe(0);
});
