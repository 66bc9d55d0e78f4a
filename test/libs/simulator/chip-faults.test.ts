import { describe, expect, test } from "vitest";
import {
  askBaud,
  askCrc,
  Bench,
  ERASE,
  ERASED,
  LINK,
  LINKED,
  linkedBoard,
  WRITTEN,
  write4k,
} from "./bench.ts";

const VERSION = "01e0fc0111";

describe("late and narrow windows", () => {
  test("late: what is sent before is not heard, the window comes later", async () => {
    const bench = new Bench("bk7231n", { faults: ["late:400"] });
    bench.board.powerOn();
    await bench.clock.sleep(350);
    expect(await bench.exchange(LINK, 40)).toBe("");
    await bench.clock.sleep(30);
    expect(await bench.exchange(LINK, 40)).toBe(LINKED);
  });

  test.each([
    ["bk7231n", 5],
    ["bk7231t", 15],
  ] as const)("narrow: %s listens for 20 ms and then boots", async (chip, listensAfterMs) => {
    const tryAt = async (ms: number): Promise<string> => {
      const bench = new Bench(chip, { faults: ["narrow:20"] });
      bench.board.powerOn();
      await bench.clock.sleep(listensAfterMs + ms);
      return await bench.exchange(LINK, 500);
    };
    expect(await tryAt(10)).toBe(LINKED);
    // T prints its banner first, which takes 11 ms.
    expect(await tryAt(45)).toBe("");
  });

  test("narrow: junk does not hold T's window beyond it", async () => {
    const bench = new Bench("bk7231t", { faults: ["narrow:50"] });
    bench.board.powerOn();
    await bench.clock.sleep(30);
    await bench.exchange("78", 200);
    expect(bench.log).toContain("ST:BEDEAD03");
  });
});

describe("answers to set-baud", () => {
  const heardAt = async (bench: Bench, baud: number): Promise<string> => {
    await bench.exchange(askBaud(baud, 5), 50);
    return bench.hear();
  };

  test.each(["bk7231n", "bk7231t"] as const)(
    "%s: lost, and the chip has switched",
    async (chip) => {
      const bench = await linkedBoard(chip, "loses-baud-reply");
      expect(await bench.exchange(askBaud(921_600, 5), 50)).toBe("");
      bench.baud = 921_600;
      expect(await bench.exchange(LINK)).toBe(LINKED);
      expect(await bench.exchange(askBaud(921_600, 5), 50)).toBe("");
    },
  );

  test("lost: only the second, and only once", async () => {
    const bench = await linkedBoard("bk7231t", "loses-baud-reply:2:once");
    expect(await bench.exchange(askBaud(115_200, 5), 50)).not.toBe("");
    expect(await bench.exchange(askBaud(115_200, 5), 50)).toBe("");
    bench.board.powerOff();
    await bench.link();
    for (const _ of [1, 2, 3]) expect(await bench.exchange(askBaud(115_200, 5), 50)).not.toBe("");
  });

  test("garbled: as many bytes, none of them right", async () => {
    const bench = await linkedBoard("bk7231n", "garbles-baud-reply:1");
    const garbled = await bench.exchange(askBaud(115_200, 5), 50);
    expect(garbled).toHaveLength(24);
    expect(garbled).not.toContain("040e");
    expect(await heardAt(bench, 115_200)).toBe("");
    expect(await bench.exchange(askBaud(115_200, 5), 50)).toBe("040e0901e0fc0f00c2010005");
  });
});

describe("hangs-at", () => {
  test("from the second request on nothing works until the next power-on", async () => {
    const bench = await linkedBoard("bk7231t", "hangs-at:2");
    expect(await bench.exchange(VERSION)).not.toBe("");
    expect(await bench.exchange(LINK)).toBe(LINKED);
    bench.board.flash[0x12000] = 0;
    expect(await bench.exchange(ERASE)).toBe("");
    expect(bench.board.flash[0x12000]).toBe(0);
    expect(await bench.exchange(LINK, 20_000)).toBe("");
    bench.board.powerOff();
    await bench.link();
    expect(await bench.exchange(VERSION)).not.toBe("");
    expect(await bench.exchange(VERSION)).toBe("");
  });

  test("once: never again", async () => {
    const bench = await linkedBoard("bk7231t", "hangs-at:1:once");
    expect(await bench.exchange(VERSION)).toBe("");
    bench.board.powerOff();
    await bench.link();
    expect(await bench.exchange(VERSION)).not.toBe("");
  });
});

describe("status", () => {
  test.each(["bk7231n", "bk7231t"] as const)(
    "%s refuses the second erase and does not do it",
    async (chip) => {
      const bench = await linkedBoard(chip, "status:0x0f:3:2");
      expect(await bench.exchange(ERASE)).toBe(ERASED);
      bench.board.flash[0x12000] = 0;
      expect(await bench.exchange(ERASE)).toBe("040eff01e0fcf407000f032000200100");
      expect(bench.board.flash[0x12000]).toBe(0);
      expect(await bench.exchange(ERASE)).toBe(ERASED);
      expect(bench.board.flash[0x12000]).toBe(0xff);
    },
  );

  test("other operations are not counted", async () => {
    const bench = await linkedBoard("bk7231n", "status:7:1:1");
    expect(await bench.exchange(ERASE)).toBe(ERASED);
    expect(await bench.exchange(write4k(0x12000), 900)).toBe("040eff01e0fcf40600070100200100");
    expect(bench.board.flash[0x12000]).toBe(0xff);
    expect(await bench.exchange(write4k(0x12000), 900)).toBe(WRITTEN);
  });

  test("of a sector that T refuses at its end, the pages before are written", async () => {
    const bench = await linkedBoard("bk7231t", "status:7:1:1");
    await bench.exchange(ERASE);
    expect(await bench.exchange(write4k(0x12000), 900)).toBe("040eff01e0fcf40600070100200100");
    const flash = bench.board.flash;
    expect([flash[0x12000], flash[0x12eff], flash[0x12f00]]).toEqual([0, 0, 0xff]);
  });
});

describe("wrong-crc, once", () => {
  test("lies a single time, also across starts", async () => {
    const bench = await linkedBoard("bk7231t", "wrong-crc:1:once");
    const lie = await bench.exchange(askCrc(0x11000, 0x11fff));
    const truth = await bench.exchange(askCrc(0x11000, 0x11fff));
    expect(lie).not.toBe(truth);
    bench.board.powerOff();
    await bench.link();
    expect(await bench.exchange(askCrc(0x11000, 0x11fff))).toBe(truth);
  });
});

describe("echoes", () => {
  test.each(["bk7231n", "bk7231t"] as const)(
    "%s answers a link check as a bootloader would, and nothing else so",
    async (chip) => {
      const bench = new Bench(chip, { faults: ["echoes"] });
      bench.board.powerOn();
      await bench.clock.sleep(30);
      expect(await bench.exchange(LINK)).toBe(LINKED);
      expect(await bench.exchange(askCrc(0, 0xff))).toBe("040e0d01e0fc091000000000ff000000");
      expect(await bench.exchange(ERASE)).toBe("");
      await bench.clock.sleep(60_000);
      expect(await bench.exchange(LINK)).toBe(LINKED);
    },
  );
});
