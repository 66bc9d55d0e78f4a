import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex, toHex } from "../../../libs/bytes/hex.ts";
import { asciiBytes } from "../../../libs/bytes/text.ts";
import type { RelayBoard } from "../../../libs/relay-boards/relay-board.ts";
import {
  RELAY_BOARD_NAMES,
  RELAY_BOARDS,
  type RelayBoardName,
} from "../../../libs/relay-boards/relay-boards.ts";

/** Bytes as the makers' descriptions have them. */
test.each<[RelayBoardName, number, string, string, string]>([
  ["lcus", 1, "a00101a2", "a00100a1", "ff"],
  ["lcus", 8, "a00801a9", "a00800a8", "ff"],
  ["lcus-silent", 1, "a00101a2", "a00100a1", ""],
  ["usb-rly", 1, "65", "6f", "5b"],
  ["usb-rly", 8, "6c", "76", "5b"],
  ["kmtronic-small", 2, "ff0201", "ff0200", "ff0203"],
  ["kmtronic", 4, "ff0401", "ff0400", "ff0900"],
])("%s, channel %i", (name, channel, on, off, question) => {
  const board: RelayBoard = RELAY_BOARDS[name];
  expect(toHex(board.order(channel, "on"))).toBe(on);
  expect(toHex(board.order(channel, "off"))).toBe(off);
  expect(toHex(board.readBack?.question(channel) ?? new Uint8Array())).toBe(question);
});

test.each([
  [0, "0"],
  [9, "9"],
  [10, "A"],
  [31, "V"],
])("numato, channel %i is relay %s", (channel, name) => {
  const { order, readBack }: RelayBoard = RELAY_BOARDS.numato;
  expect(order(channel, "on")).toEqual(asciiBytes(`relay on ${name}\r`));
  expect(order(channel, "off")).toEqual(asciiBytes(`relay off ${name}\r`));
  expect(readBack?.question(channel)).toEqual(asciiBytes(`relay read ${name}\r`));
});

const text = (words: string): Uint8Array => asciiBytes(words);

test.each<[RelayBoardName, Uint8Array, number, string | undefined]>([
  ["lcus", text("CH1: ON\r\nCH2: OFF\r\n"), 1, "on"],
  ["lcus", text("CH1: ON\r\nCH2: OFF\r\n"), 2, "off"],
  ["lcus", text("CH1:OFF \r\nCH2:ON \r\n"), 2, "on"],
  ["lcus", text("CH1:OFFCH2:ON"), 1, "off"],
  ["lcus", text("CH1: OFF\r\nCH1: ON\r\n"), 1, "on"],
  ["lcus", text("CH1: ON\r\nCH2: OFF\r\n"), 3, undefined],
  ["lcus", text("CH11: ON\r\n"), 1, undefined],
  ["lcus", text("CH1: OF"), 1, undefined],
  ["lcus", fromHex("a00101a2"), 1, undefined],
  ["usb-rly", fromHex("05"), 1, "on"],
  ["usb-rly", fromHex("05"), 2, "off"],
  ["usb-rly", fromHex("80"), 8, "on"],
  ["usb-rly", fromHex("0505"), 1, undefined],
  ["numato", text("relay read 0\n\ron\n\r>"), 0, "on"],
  ["numato", text("relay on 0\n\r>relay read 0\n\roff\n\r>"), 0, "off"],
  ["numato", text("relay on 0\n\r>"), 0, undefined],
  ["kmtronic", fromHex("00010000"), 2, "on"],
  ["kmtronic", fromHex("0001000000000000"), 1, "off"],
  ["kmtronic", fromHex("00010000"), 5, undefined],
  ["kmtronic", fromHex("000100"), 2, undefined],
  ["kmtronic", fromHex("00ff0000"), 2, undefined],
  ["kmtronic-small", fromHex("ff0201"), 2, "on"],
  ["kmtronic-small", fromHex("ff0200"), 2, "off"],
  ["kmtronic-small", fromHex("ff0200"), 1, undefined],
  ["kmtronic-small", fromHex("ff02"), 2, undefined],
])("%s: an answer read for a channel", (name, answer, channel, state) => {
  const board: RelayBoard = RELAY_BOARDS[name];
  expect(board.readBack?.read(answer, channel)).toBe(state);
});

test("every board switches each of its channels by an order of its own, and reads nothing out of nothing", () => {
  for (const name of RELAY_BOARD_NAMES) {
    const board: RelayBoard = RELAY_BOARDS[name];
    const [first, last] = board.channels;
    const orders = new Set<string>();
    for (let channel = first; channel <= last; channel += 1) {
      orders.add(toHex(board.order(channel, "on"))).add(toHex(board.order(channel, "off")));
      expect(board.readBack?.read(new Uint8Array(), channel)).toBeUndefined();
    }
    expect(orders.size).toBe(2 * (last - first + 1));
  }
});

test("any noise is read as a state or as none, never worse", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...RELAY_BOARD_NAMES),
      fc.uint8Array({ maxLength: 40 }),
      (name, answer) => {
        const board: RelayBoard = RELAY_BOARDS[name];
        expect(["on", "off", undefined]).toContain(board.readBack?.read(answer, 1));
      },
    ),
  );
});
