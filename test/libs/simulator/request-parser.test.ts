import fc from "fast-check";
import { expect, test } from "vitest";
import { toHex } from "../../../libs/bytes/hex.ts";
import {
  type AfterMismatch,
  type Request,
  RequestParser,
} from "../../../libs/simulator/request-parser.ts";

/** Feeds as a chip does: never more than the parser expects. */
const parse = (parser: RequestParser, bytes: Uint8Array): string[] => {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const part = bytes.subarray(at, at + parser.expecting);
    const milestone = parser.push(part);
    at += part.length;
    if (milestone?.kind === "page") found.push(`page ${milestone.address}`);
    if (milestone?.kind === "request") found.push(nameOf(milestone.request));
  }
  return found;
};

const nameOf = ({ kind, op, payload }: Request): string => `${kind} ${op} ${toHex(payload)}`;

const piece = fc.oneof(
  fc.constant("01e0fc0100"),
  fc.constant("01e0fcfff4050009001001"),
  fc.constant("01e0fc0f"),
  fc.constantFrom("01", "e0", "fc", "ff", "f4", "00"),
  fc.uint8Array({ maxLength: 6 }).map(toHex),
);

test("finds the same requests however the bytes are cut", () => {
  const rule = fc.constantFrom<AfterMismatch>("forget", "re-examine");
  fc.assert(
    fc.property(fc.array(piece), fc.nat(20), rule, (pieces, cut, afterMismatch) => {
      const bytes = Buffer.from(pieces.join(""), "hex");
      const whole = parse(new RequestParser(afterMismatch), bytes);
      const parser = new RequestParser(afterMismatch);
      const parts: string[] = [];
      for (let at = 0; at < bytes.length; at += cut + 1)
        parts.push(...parse(parser, bytes.subarray(at, at + cut + 1)));
      expect(parts).toEqual(whole);
    }),
  );
});

test("reports each page of a write 4K while the rest arrives, the last with the request", () => {
  const frame = Buffer.concat([
    Buffer.from("01e0fcfff405100700200100", "hex"),
    Buffer.alloc(4096, 0xa5),
  ]);
  const found = parse(new RequestParser("forget"), frame);
  expect(found.slice(0, 15)).toEqual(
    Array.from({ length: 15 }, (_, page) => `page ${0x12000 + page * 256}`),
  );
  expect(found.slice(15).map((text) => text.slice(0, 15))).toEqual(["long 7 00200100"]);
});

test("never asks for more bytes than a request can be away", () => {
  const frame = Buffer.from("01e0fcfff4050009001001000100", "hex");
  const parser = new RequestParser("forget");
  for (const byte of frame) {
    expect(parser.expecting).toBeLessThanOrEqual(parser.untilRequest);
    parser.push(Uint8Array.of(byte));
  }
});
