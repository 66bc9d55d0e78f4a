import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { enterSpiMode } from "../../../libs/spi/enter-spi-mode.ts";
import { nestOn, type Wires } from "./spi-bench.ts";

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
