import fc from "fast-check";
import { expect, test } from "vitest";
import { type Reply, ReplyDecoder } from "../../../libs/bk72xx/reply-decoder.ts";
import { fromHex } from "../../../libs/bytes/hex.ts";

const LINK = "040e0501e0fc0100";
const ERASE = "040eff01e0fcf407000f002000100100";

const decode = (...hex: string[]): Reply[] => {
  const decoder = new ReplyDecoder();
  return hex.flatMap((chunk) => decoder.push(fromHex(chunk)));
};

const LINK_REPLY: Reply = { kind: "short", op: 1, payload: Uint8Array.of(0) };
const ERASE_REPLY: Reply = {
  kind: "long",
  op: 0x0f,
  status: 0,
  payload: Uint8Array.of(0x20, 0x00, 0x10, 0x01, 0x00),
};

test.each([
  ["a short reply", [LINK], [LINK_REPLY]],
  ["a long reply", [ERASE], [ERASE_REPLY]],
  ["two in one chunk", [LINK + ERASE], [LINK_REPLY, ERASE_REPLY]],
  ["one cut in three", ["040e05", "01e0", "fc0100"], [LINK_REPLY]],
  ["noise before it", [`ff00040e00${LINK}`], [LINK_REPLY]],
  ["half a header before it", [`040e${LINK}`], [LINK_REPLY]],
  ["a long claim broken off, then a good one", [`040eff01e0fcf4ffff${LINK}`], [LINK_REPLY]],
  ["a short frame too short for its mark", [`040e0301e0fc${LINK}`], [LINK_REPLY]],
])("finds %s", (_, chunks, expected) => {
  expect(decode(...chunks)).toEqual(expected);
});

test("counts what was noise, and what is still open", () => {
  const decoder = new ReplyDecoder();
  decoder.push(fromHex(`aabb${LINK}040e`));
  expect(decoder.skipped).toBe(2);
  expect(decoder.pending).toBe(2);
  decoder.reset();
  expect(decoder.skipped).toBe(4);
  expect(decoder.push(fromHex(LINK))).toEqual([LINK_REPLY]);
});

test("hands on what was noise, in order, whole replies left out", () => {
  const heard: number[] = [];
  const decoder = new ReplyDecoder((bytes) => heard.push(...bytes));
  const banner = Buffer.from("V:BK7231N_1.0.1\r\n", "latin1");
  decoder.push(Uint8Array.from([...banner.subarray(0, 5), ...fromHex(LINK)]));
  decoder.push(Uint8Array.from([...banner.subarray(5), 0x04]));
  expect(Buffer.from(heard)).toEqual(banner);
  decoder.reset();
  expect(heard.at(-1)).toBe(0x04);
});

const noise = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => bytes.filter((byte) => byte !== 0x04));

test("any noise without the reply's first byte, cut anywhere, hides no reply", () => {
  fc.assert(
    fc.property(noise, noise, fc.array(fc.nat(80), { maxLength: 5 }), (before, after, cuts) => {
      const all = Uint8Array.from([...before, ...fromHex(ERASE), ...after, ...fromHex(LINK)]);
      const decoder = new ReplyDecoder();
      const places = [...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
      let from = 0;
      const replies = places.flatMap((to) => {
        const found = decoder.push(all.subarray(from, to));
        from = to;
        return found;
      });
      expect(replies).toEqual([ERASE_REPLY, LINK_REPLY]);
      expect(decoder.skipped).toBe(before.length + after.length);
    }),
  );
});

test("no input makes it throw or hold more than one reply's worth", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 }), (chunks) => {
      const decoder = new ReplyDecoder();
      for (const chunk of chunks) decoder.push(chunk);
      expect(decoder.pending).toBeLessThanOrEqual(4096 + 15);
    }),
  );
});
