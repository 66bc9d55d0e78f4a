import { describe, expect, test } from "vitest";
import { fromHex } from "../../../libs/bytes/hex.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { SAFE_RATES } from "../../../libs/flasher/baud-steps.ts";
import { bootableFlash } from "../simulator/bench.ts";
import { LinkBench } from "./link-bench.ts";

const CHIP_NAMES: readonly ChipName[] = ["bk7231n", "bk7231t"];
const LINK_REPLY = fromHex("040e0501e0fc0100");

/** RF-test firmware: whatever is sent comes back behind 04 0E and its length (uart-protocol.md 3.1). */
const mimic =
  (bench: () => LinkBench) =>
  (bytes: Uint8Array): void =>
    bench().link.deliver(Uint8Array.of(0x04, 0x0e, bytes.length, ...bytes), 115200);

describe.each(CHIP_NAMES)("a %s", (chip) => {
  test.each([0, 300, 1500, 1900])("whose supply comes %i ms late is linked at once", async (ms) => {
    using bench: LinkBench = new LinkBench(chip, {
      start: async () => void bench.clock.after(ms, () => bench.board.powerOn()),
    });
    expect(await bench.reach()).toMatchObject({ attempts: 1 });
  });

  test("whose supply comes later than that is linked by a later attempt, which waits longer", async () => {
    let rising: Disposable | undefined;
    using bench: LinkBench = new LinkBench(chip, {
      stop: async () => rising?.[Symbol.dispose](),
      start: async () => {
        rising = bench.clock.after(2500, () => bench.board.powerOn());
      },
    });
    expect(await bench.reach()).toMatchObject({ attempts: 2 });
  });

  test("with a relay that takes its time is linked while that is still at it", async () => {
    using bench: LinkBench = new LinkBench(chip, {
      start: async () => {
        bench.board.powerOn();
        await bench.clock.sleep(3000);
      },
    });
    expect(await bench.reach()).toMatchObject({ attempts: 1 });
    expect(bench.answeredAt).toBeLessThan(1000);
  });

  test.each([12, 30])("that listens for %i ms only is linked", async (ms) => {
    using bench: LinkBench = new LinkBench(chip, {
      send: (bytes, baud) => {
        const sinceOn = bench.clock.now() - (bench.edges.at(-1)?.at ?? 0);
        const isOpen = sinceOn >= 40 && sinceOn <= 40 + ms;
        if (bench.answeredAt !== undefined || isOpen) bench.board.receive(bytes, baud);
      },
    });
    expect(await bench.reach()).toMatchObject({ attempts: 1 });
  });

  test("is not missed for an answer left over from before", async () => {
    using bench: LinkBench = new LinkBench(chip, {
      start: async () => {
        bench.link.deliver(LINK_REPLY, 115200);
        bench.clock.after(200, () => bench.board.powerOn());
      },
    });
    expect(await bench.reach()).toMatchObject({ attempts: 1, baud: 921600 });
  });

  test("is linked through garbage on both wires", async () => {
    using bench: LinkBench = new LinkBench(chip);
    const talk = (): void => {
      const junk = Uint8Array.from({ length: 7 }, (_, index) => (index * 37 + 1) & 0xff);
      bench.board.receive(junk, 115200);
      bench.link.deliver(junk, 115200);
      if (bench.clock.now() < 4000) bench.clock.after(9, talk);
    };
    talk();
    expect(await bench.reach()).toMatchObject({ baud: 921600 });
  });

  test("that is silent is off longer before each further attempt", async () => {
    using bench = new LinkBench(chip, { faults: ["silent"] });
    const failure = { code: "no-link", attempts: 3, heard: 0 };
    await expect(bench.reach()).rejects.toMatchObject({ failure });
    const offs = bench.edges.filter(({ to }) => to === "off");
    const ons = bench.edges.filter(({ to }) => to === "on");
    expect(ons.map(({ at }, index) => at - (offs[index]?.at ?? 0))).toEqual([100, 200, 300]);
  });

  test("nobody can restart is linked where an earlier run left it", async () => {
    for (const baud of SAFE_RATES) {
      using bench = new LinkBench(chip, { means: "none" });
      bench.clock.after(0, () => {
        bench.board.powerOff();
        bench.board.powerOn();
      });
      await bench.reach(baud);
      await bench.link.setBaudRate(115200);
      const began = bench.clock.now();
      expect(await bench.reach()).toEqual({ attempts: 1, baud: 921600, failed: [] });
      expect(bench.clock.now() - began).toBeLessThan(1000);
    }
  });

  test("nobody can restart, and with firmware that does not restart itself, is no link", async () => {
    using bench = new LinkBench(chip, { means: "none" });
    await bench.clock.sleep(5000);
    const failure = { code: "no-link", attempts: 1 };
    await expect(bench.reach(921600, 1)).rejects.toMatchObject({ failure });
  });

  test("runs LibreTiny: link checks make it restart into its window", async () => {
    const flash = bootableFlash(`25.05.28-${chip}`);
    using bench = new LinkBench(chip, { means: "none", flash });
    await bench.clock.sleep(5000);
    const began = bench.clock.now();
    expect(await bench.reach()).toEqual({ attempts: 1, baud: 921600, failed: [] });
    expect(bench.clock.now() - began).toBeLessThan(1500);
    expect(bench.edges.filter(({ to }) => to === "on")).toHaveLength(1);
  });
});

test("junk that swallows all link checks of a T's window costs it a crash, not the attempt", async () => {
  const endless = fromHex("01e0fcfff4ffff");
  using bench: LinkBench = new LinkBench("bk7231t", {
    start: async () => {
      bench.board.powerOn();
      bench.clock.after(20, () => bench.board.receive(endless, 115200));
    },
    send: (bytes, baud) => {
      if (bench.clock.now() > 130) bench.board.receive(bytes, baud);
    },
  });
  let log = "";
  bench.board.onLog((bytes) => {
    log += Buffer.from(bytes).toString("latin1");
  });
  expect(await bench.reach()).toMatchObject({ attempts: 1 });
  expect(log).toContain("ST:BEDEAD03");
});

test("junk in the window of one attempt leaves the others their chance", async () => {
  using bench: LinkBench = new LinkBench("bk7231t", {
    send: (bytes, baud) => {
      const attempt = bench.edges.filter(({ to }) => to === "on").length;
      if (attempt < 3) bench.board.receive(Uint8Array.of(0x55, 0x55), baud);
      else bench.board.receive(bytes, baud);
    },
  });
  expect(await bench.reach()).toMatchObject({ attempts: 3 });
});

describe("an answer that is only an echo", () => {
  test("of RF-test firmware is no link, and said to be one", async () => {
    using bench: LinkBench = new LinkBench("bk7231t", { send: mimic(() => bench) });
    await expect(bench.reach()).rejects.toMatchObject({
      failure: { code: "no-link", attempts: 3, echo: "firmware" },
    });
  });

  test("over joined wires is no link, and said to be one", async () => {
    using bench: LinkBench = new LinkBench("bk7231n", {
      send: (bytes) => bench.link.deliver(bytes, 115200),
    });
    await expect(bench.reach()).rejects.toMatchObject({
      failure: { code: "no-link", attempts: 3, echo: "wire" },
    });
  });

  test("does not hide the bootloader that a person starts in the end", async () => {
    const isReset = (): boolean => bench.clock.now() > 5000;
    using bench: LinkBench = new LinkBench("bk7231n", {
      means: "operator",
      send: (bytes, baud) => {
        if (isReset()) bench.board.receive(bytes, baud);
        else mimic(() => bench)(bytes);
      },
    });
    bench.board.powerOff();
    bench.clock.after(5000, () => bench.board.powerOn());
    expect(await bench.reach()).toMatchObject({ attempts: 1, baud: 921600 });
  });
});

describe("what hangs while a board is called", () => {
  test("the adapter: the station is told after the port's own limit, in the first attempt", async () => {
    using bench: LinkBench = new LinkBench("bk7231n", {
      start: async () => void bench.clock.after(20, () => bench.link.hang()),
    });
    await expect(bench.reach()).rejects.toMatchObject({ failure: { code: "port-hung" } });
    expect(bench.clock.now()).toBeLessThan(3000);
  });

  test.each([
    ["the adapter", (bench: LinkBench) => bench.link.hang()],
    ["nothing", () => undefined],
  ])("%s: an abort ends it at once", async (_, hang) => {
    using bench: LinkBench = new LinkBench("bk7231n", { faults: ["silent"] });
    bench.clock.after(500, () => hang(bench));
    bench.clock.after(1000, () => bench.abort());
    await expect(bench.reach()).rejects.toBe("operator");
    expect(bench.clock.now()).toBe(1000);
  });

  test.each(["start", "stop"])("the relay's %s: an abort ends it at once", async (hung) => {
    using bench: LinkBench = new LinkBench("bk7231n", {
      [hung]: () => new Promise(() => undefined),
    });
    bench.clock.after(1000, () => bench.abort());
    await expect(bench.reach()).rejects.toBe("operator");
    expect(bench.clock.now()).toBe(1000);
  });

  test("a relay that fails ends it as the station's failure", async () => {
    const failure = new Error("stuck");
    using bench: LinkBench = new LinkBench("bk7231n", { start: () => Promise.reject(failure) });
    await expect(bench.reach()).rejects.toBe(failure);
  });
});

test("a board waits for its turn at the supply while the wire is silent, then has its whole window", async () => {
  const sentAt: number[] = [];
  const turn = Promise.withResolvers<void>();
  using bench: LinkBench = new LinkBench("bk7231n", {
    awaitTurn: () => turn.promise,
    send: (bytes, baud) => {
      sentAt.push(bench.clock.now());
      bench.board.receive(bytes, baud);
    },
  });
  bench.clock.after(30_000, () => turn.resolve());
  expect((await bench.reach()).attempts).toBe(1);
  expect(sentAt[0]).toBeGreaterThanOrEqual(30_000);
  expect(bench.edges.find(({ to }) => to === "on")?.at).toBeGreaterThanOrEqual(30_000);
  expect(bench.settledAt).toBeGreaterThanOrEqual(bench.answeredAt ?? Number.NaN);
  expect(bench.notes).toEqual(["Waited 29.9 s for its turn to power up"]);
});

test("a run that is called off waits for no turn", async () => {
  using bench = new LinkBench("bk7231n", { awaitTurn: () => new Promise(() => undefined) });
  const linking = bench.reach();
  bench.clock.after(500, () => bench.abort());
  await expect(linking).rejects.toBe("operator");
  expect(bench.edges.map(({ to }) => to)).toEqual(["off"]);
});
