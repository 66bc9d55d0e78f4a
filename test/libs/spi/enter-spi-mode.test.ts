import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { enterSpiMode } from "../../../libs/spi/enter-spi-mode.ts";
import { boardOnSpi, nestOn, type Wires } from "./spi-bench.ts";

const filled =
  (level: number): Wires =>
  (_, clocked) =>
    new Uint8Array(clocked).fill(level);

/** The bytes of an id, one after the other, to a command that reads it; else zeros. */
const telling = (...ids: readonly string[]): Wires => {
  let asked = 0;
  return (out, clocked) => {
    const came = new Uint8Array(clocked);
    if (out[0] !== 0x9f) return came;
    came.set(Buffer.from(ids[asked % ids.length] ?? "", "hex"), 1);
    asked += 1;
    return came;
  };
};

const joined: Wires = (out, clocked) => {
  const came = new Uint8Array(clocked);
  came.set(out);
  return came;
};

describe("a simulated board comes into SPI mode", () => {
  test.each([
    ["bk7231t", "no-bootloader"],
    ["bk7231t", "half-bootloader"],
    ["bk7231t", "foreign-bootloader"],
    ["bk7231t", "spi-dies-at:1"],
    ["bk7231u", "blank-flash"],
  ] as const)("a %s with %s, on the first try", async (chip, fault) => {
    const { board, nest } = boardOnSpi(chip, [fault]);
    const entry = await enterSpiMode({ ...nest, chip: CHIPS[chip] });
    expect(entry).toEqual({
      ...{ flashId: "eb6015", flashPart: "TH25Q16HB", flashBytes: 0x200000 },
      ...{ statusFound: 0x7c, tries: 1, pattern: "d2", echo: "seen" },
    });
    expect(board.flashStatus).toBe(0);
    // Its flash is the board's own, and the restart ends it.
    const { after } = await nest.bus.transfer(Uint8Array.of(0x03, 0x01, 0x20, 0x00), 64);
    expect([...after]).toEqual([...board.flash.subarray(0x12000, 0x12040)]);
    await nest.control.stop();
    await nest.control.start();
    expect((await nest.bus.transfer(Uint8Array.of(0x9f), 3)).after).toEqual(
      new Uint8Array(3).fill(0xff),
    );
  });

  test("behind a slow relay, on a bus that is half duplex", async () => {
    const { nest } = boardOnSpi("bk7231t", ["no-bootloader"], { duplex: "half", relayMs: 900 });
    expect(await enterSpiMode(nest)).toMatchObject({ tries: 1, echo: "not-visible" });
  });

  test.each([
    ["floating wires", "5a3c77"],
    ["another board's flash", "eb6015"],
  ])("behind a slow relay, with %s until then", async (_, id) => {
    const { nest } = boardOnSpi("bk7231t", [], { relayMs: 900, unsupplied: telling(id) });
    expect(await enterSpiMode(nest)).toMatchObject({ tries: 1, flashId: "eb6015" });
  });

  test.each(["no-bootloader", "half-bootloader", "foreign-bootloader"])(
    "from silence on both UARTs, with %s",
    async (fault) => {
      const { board, nest } = boardOnSpi("bk7231t", [fault]);
      const heard: Uint8Array[] = [];
      board.onTransmit((bytes) => heard.push(bytes));
      board.onLog((bytes) => heard.push(bytes));
      await nest.control.start();
      board.receive(Uint8Array.of(0x01, 0xe0, 0xfc, 0x01, 0x00), 115_200);
      await nest.clock.sleep(2000);
      expect(heard).toEqual([]);
    },
  );

  test.each([
    ["bk7231t", "spi-silent", { code: "spi-silent", level: "ones", echo: false }],
    ["bk7231t", "reset-held", { code: "spi-silent", level: "zeros", echo: false }],
    ["bk7231n", "no-bootloader", { code: "spi-silent" }],
    ["bk7231t", "dead-flash", { code: "spi-silent", level: "zeros", echo: true }],
    ["bk7231t", "spi-id:EF4016", { code: "spi-wrong-flash", flashId: "ef4016" }],
  ] as const)("not a %s with %s", async (chip, fault, failure) => {
    await expect(enterSpiMode(boardOnSpi(chip, [fault]).nest)).rejects.toMatchObject({ failure });
  });
});

describe("what does not become an entry", () => {
  test.each([
    ["nothing pulls the line up", filled(0), { code: "spi-silent", tries: 10, level: "zeros" }],
    ["nothing pulls it down", filled(0xff), { code: "spi-silent", tries: 10, level: "ones" }],
    ["MOSI and MISO are joined", joined, { code: "spi-silent", level: "zeros", echo: true }],
    [
      "another part answers, and is not asked ten times",
      telling("ef4016"),
      { code: "spi-wrong-flash", flashId: "ef4016", flashBytes: 0x400000 },
    ],
    [
      "a part that no table knows",
      telling("0b5015"),
      { code: "spi-wrong-flash", flashPart: null, flashBytes: 0x200000 },
    ],
    [
      "no id comes twice",
      telling("eb6015", "f5b00a"),
      { code: "spi-unstable", tries: 10, ids: ["f5b00a", "eb6015"] },
    ],
  ])("%s", async (_, wires, failure) => {
    await expect(enterSpiMode(nestOn(wires))).rejects.toMatchObject({ failure });
  });

  test("garbage, whatever it is, on either kind of bus", async () => {
    const level = fc.constantFrom(0x00, 0xff);
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        level,
        garbage,
        fc.constantFrom("full", "half"),
        async (idle, noise, duplex) => {
          let at = 0;
          const noisy: Wires = (_, clocked) =>
            Uint8Array.from({ length: clocked }, () => {
              at += 1;
              return noise[at % noise.length] ?? idle;
            });
          const entering = enterSpiMode(nestOn(noisy, {}, duplex));
          await expect(entering).rejects.toMatchObject({
            failure: { code: expect.stringMatching(/^spi-/) },
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test("nothing switches the board", async () => {
    const nest = nestOn(telling("eb6015"), { means: "none" });
    await expect(enterSpiMode(nest)).rejects.toMatchObject({ failure: { code: "relay-failed" } });
    expect(nest.clock.now()).toBe(0);
  });
});
