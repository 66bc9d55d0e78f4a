import fc from "fast-check";
import { expect, test } from "vitest";
import { toHex } from "../../../libs/bytes/hex.ts";
import { SerprogProgrammer } from "../../../libs/simulator/serprog-programmer.ts";

const programmer = (): SerprogProgrammer =>
  new SerprogProgrammer((out, read) => new Uint8Array(read).fill(out.length));

const ask = (hex: string): string => toHex(programmer().push(Buffer.from(hex, "hex")));

test.each([
  ["nothing", "00", "06"],
  ["its version", "01", "060100"],
  ["its commands", "02", `063f013f${"00".repeat(29)}`],
  ["its buses", "05", "0608"],
  ["to be in step", "10", "1506"],
  ["to be in step anew before it answered", "10101001", "1506060100"],
  ["for SPI", "1208", "06"],
  ["for another bus", "1201", "15"],
  ["for a clock", "1430750000", "0630750000"],
  ["for what it does not know", "06", "15"],
  ["for an exchange", "13020000030000beef", "06020202"],
  ["for one that reads nothing", "1301000000000006", "06"],
])("asked %s", (_, request, answer) => {
  expect(ask(request)).toBe(answer);
});

test("answers the same whatever pieces the requests come in", () => {
  const requests = Buffer.from(
    "1000" + "13020000030000beef" + "1430750000" + "13000000010000",
    "hex",
  );
  fc.assert(
    fc.property(fc.array(fc.nat(requests.length), { maxLength: 6 }), (cuts) => {
      const one = programmer();
      const at = [0, ...cuts.sort((a, b) => a - b), requests.length];
      const answers = at.slice(1).map((end, index) => one.push(requests.subarray(at[index], end)));
      expect(toHex(Buffer.concat(answers))).toBe("150606" + "06020202" + "0630750000" + "0600");
    }),
  );
});
