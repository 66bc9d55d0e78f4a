import { describe, expect, test } from "vitest";
import { Bench, bootableCode, bootableFlash, readVectors } from "./bench.ts";

const LINK = "01e0fc0100";
const LINKED = "040e0501e0fc0100";

const started = (chip: "bk7231n" | "bk7231t", flash = bootableFlash()): Bench => {
  const bench = new Bench(chip, { flash });
  bench.board.powerOn();
  return bench;
};

describe("nobody talks", () => {
  test("T prints its banner, jumps, and the application prints its version", async () => {
    const bench = started("bk7231t");
    await bench.clock.sleep(30);
    expect(bench.log).toMatch(/^\r\r\nV:BK7231S_1\.0\.5\r\r\nCPSR:/);
    expect(bench.log).toMatch(/ST:00000000\r\r\n$/);
    await bench.clock.sleep(1000);
    expect(bench.log).toMatch(/J 0x10000\r\r\nFlashline app V:BK7231T_1\.18\.0\r\n$/);
  });

  test("N prints nothing in its window, then banner, jump and application", async () => {
    const bench = started("bk7231n");
    await bench.clock.sleep(250);
    expect(bench.log).toBe("");
    await bench.clock.sleep(1000);
    expect(bench.log).toMatch(
      /^\r\nV:BK7231N_1\.0\.1\r\n(.*\r\n)*ST:00000000\r\nJ 0x10000\r\nFlashline app V:BK7231N_1\.18\.0\r\n$/,
    );
  });

  test("the window is over", async () => {
    for (const chip of ["bk7231n", "bk7231t"] as const) {
      const bench = started(chip);
      await bench.clock.sleep(1000);
      expect(await bench.exchange(LINK), chip).toBe("");
    }
  });
});

describe("what does not start stays silent after the jump", () => {
  const spoil = (change: (flash: Uint8Array) => void): Uint8Array => {
    const flash = bootableFlash();
    change(flash);
    return flash;
  };
  test.each([
    ["a blank application", spoil((flash) => flash.fill(0xff, 0x11000, 0x12000))],
    ["a bad CRC-16", spoil((flash) => flash.fill(0x55, 0x11020, 0x11022))],
    ["code of another address", spoil((flash) => flash.set(bootableCode(0), 0x11000))],
  ])("%s", async (_name, flash) => {
    for (const chip of ["bk7231n", "bk7231t"] as const) {
      const bench = started(chip, flash.slice());
      await bench.clock.sleep(1000);
      expect(bench.log, chip).toMatch(/J 0x10000[\r\n]+$/);
    }
  });

  test("N without a bootloader prints nothing, and still links", async () => {
    const bench = started("bk7231n", new Uint8Array(0x200000).fill(0xff));
    await bench.clock.sleep(30);
    expect(await bench.exchange(LINK, 20)).toBe(LINKED);
    bench.board.powerOff();
    bench.board.powerOn();
    await bench.clock.sleep(1000);
    expect(bench.log).toBe("");
  });

  test("an application without a header has an unknown version", async () => {
    const bench = started(
      "bk7231t",
      spoil((flash) => flash.fill(0xff, 0x12000)),
    );
    await bench.clock.sleep(1000);
    expect(bench.log).toContain("V:BK7231T_unknown\r\n");
  });
});

describe("junk in T's window", () => {
  interface Hold {
    readonly rx_bytes_in_window: number;
    readonly boots: boolean;
  }
  test.each(readVectors<Hold>("t-boot-hold"))(
    "$rx_bytes_in_window bytes: boots $boots",
    async ({ rx_bytes_in_window: count, boots }) => {
      const bench = started("bk7231t");
      await bench.clock.sleep(30);
      bench.board.receive(new Uint8Array(count).fill(0x78), 115_200);
      await bench.clock.sleep(600);
      expect(bench.log.includes("J 0x10000")).toBe(boots);
      await bench.clock.sleep(1000);
      expect(bench.log.includes("ST:BEDEAD03")).toBe(!boots);
      expect(bench.log).toContain("Flashline app");
    },
  );

  test("a link check behind it still links", async () => {
    const bench = started("bk7231t");
    await bench.clock.sleep(30);
    expect(await bench.exchange(`787878${LINK}`, 700)).toBe(LINKED);
    await bench.clock.sleep(500);
    expect(bench.log).not.toContain("BEDEAD03");
  });
});

describe("linked", () => {
  test("T resets itself after 9.2 s of silence, counted from the last byte", async () => {
    const bench = new Bench("bk7231t");
    await bench.link();
    await bench.exchange(LINK, 9000);
    expect(await bench.exchange(LINK, 9000)).toBe(LINKED);
    expect(bench.log).not.toContain("BEDEAD10");
    await bench.clock.sleep(300);
    expect(bench.log).toContain("ST:BEDEAD10");
  });

  test("N stays for ever", async () => {
    const bench = new Bench("bk7231n");
    await bench.link();
    await bench.clock.sleep(3_600_000);
    expect(await bench.exchange(LINK)).toBe(LINKED);
  });

  test("N links by the stay-in-ROM command too", async () => {
    const bench = started("bk7231n");
    await bench.clock.sleep(10);
    await bench.exchange("01e0fc02aa55");
    await bench.clock.sleep(1000);
    expect(await bench.exchange(LINK)).toBe(LINKED);
  });
});

describe("reboot command", () => {
  test("T starts again and says why", async () => {
    const bench = new Bench("bk7231t");
    await bench.link();
    expect(await bench.exchange("01e0fc020ea5", 100)).toBe("");
    expect(bench.log).toMatch(/ST:BEDEAD11\r\r\n$/);
    await bench.clock.sleep(500);
    expect(bench.log).toMatch(/V:BK7231T_1\.18\.0\r\n$/);
  });

  test("T sent twice: the second falls into the new window as junk", async () => {
    const bench = new Bench("bk7231t");
    await bench.link();
    await bench.exchange("01e0fc020ea5", 30);
    await bench.exchange("01e0fc020ea5", 1000);
    expect(bench.log).toContain("ST:BEDEAD03");
  });

  test("N boots at once", async () => {
    const bench = new Bench("bk7231n");
    await bench.link();
    expect(await bench.exchange("01e0fc020ea5", 120)).toBe("");
    expect(bench.log).toMatch(/V:BK7231N_1\.18\.0\r\n$/);
  });
});

describe("auto-download-reboot of LibreTiny's builds", () => {
  interface Match {
    readonly input: string;
    readonly matches_at: readonly number[];
  }
  test.each(readVectors<Match>("adr-matcher"))("$input", async ({ input, matches_at }) => {
    const bench = started("bk7231t", bootableFlash("25.05.28-bk7231t"));
    await bench.clock.sleep(1000);
    const before = bench.log.length;
    await bench.exchange(input, 100);
    expect(bench.log.slice(before).includes("V:BK7231S")).toBe(matches_at.length > 0);
  });

  test("other applications do not listen", async () => {
    const bench = started("bk7231t");
    await bench.clock.sleep(1000);
    const before = bench.log.length;
    await bench.exchange(LINK, 1000);
    expect(bench.log.length).toBe(before);
  });

  test("link checks sent all the while reach the new window", async () => {
    const bench = started("bk7231t", bootableFlash("25.05.28-bk7231t"));
    await bench.clock.sleep(1000);
    let heard = "";
    for (let sent = 0; sent < 40 && !heard.includes(LINKED); sent += 1)
      heard += await bench.exchange(LINK, 3);
    expect(heard).toContain(LINKED);
  });
});

describe("power and reset", () => {
  test("a held chip hears and says nothing, and starts when let go", async () => {
    const bench = new Bench("bk7231n");
    bench.board.resetHold();
    bench.board.powerOn();
    expect(await bench.exchange(LINK, 1000)).toBe("");
    bench.board.resetRelease();
    await bench.clock.sleep(30);
    expect(await bench.exchange(LINK, 20)).toBe(LINKED);
    bench.board.resetHold();
    expect(await bench.exchange(LINK, 1000)).toBe("");
  });

  test("bytes sent before the chip listens are lost, the rest of the same chunk is not", async () => {
    const bench = new Bench("bk7231n");
    const frame = Buffer.from(LINK, "hex");
    // 60 frames take 26 ms; the chip listens after 5.
    bench.board.receive(Buffer.concat(Array.from({ length: 60 }, () => frame)), 115_200);
    bench.board.powerOn();
    await bench.clock.sleep(100);
    const answers = bench.hear().length / LINKED.length;
    expect(answers).toBeGreaterThan(40);
    expect(answers).toBeLessThan(50);
  });

  test("an answer on its way is cut off", async () => {
    const bench = new Bench("bk7231n");
    await bench.link();
    bench.board.receive(Buffer.from("01e0fcfff405000900100100", "hex"), 115_200);
    await bench.clock.sleep(100);
    bench.board.powerOff();
    const heard = bench.hear().length / 2;
    expect(heard).toBeGreaterThan(1130);
    expect(heard).toBeLessThan(1150);
    await bench.clock.sleep(1000);
    expect(bench.hear()).toBe("");
  });
});
