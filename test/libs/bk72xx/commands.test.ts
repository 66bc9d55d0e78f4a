import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as commands from "../../../libs/bk72xx/commands.ts";
import { fromHex, toHex } from "../../../libs/bytes/hex.ts";

interface Frame {
  readonly name: string;
  readonly hex: string;
}

const FRAMES: readonly Frame[] = JSON.parse(
  readFileSync(new URL("../../data/vectors/frames.json", import.meta.url), "utf8"),
);

const frame = (name: string): string => {
  const found = FRAMES.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.hex;
};

/** The data of a write vector: what follows its header and address. */
const dataOf = (name: string): Uint8Array => fromHex(frame(name)).slice(12);

test.each([
  ["link_check.req", commands.linkCheck()],
  ["write_reg.req", commands.writeRegister(0x00800074, 1)],
  ["read_reg.req", commands.readRegister(0x00800000)],
  ["reboot.req", commands.reboot()],
  ["set_baud_921600_d20.req", commands.setBaud(921600, 20)],
  ["set_baud_1500000_d20.req", commands.setBaud(1500000, 20)],
  ["set_baud_2000000_d20.req", commands.setBaud(2000000, 20)],
  ["set_baud_115200_d20.req", commands.setBaud(115200, 20)],
  ["set_baud_921600_d15.req", commands.setBaud(921600, 15)],
  ["check_crc_T_exclusive.req", commands.crcOfRange(0x11000, 0x12000)],
  ["check_crc_inclusive.req", commands.crcOfRange(0x11000, 0x11fff)],
  ["check_crc_detect.req", commands.crcOfRange(0, 256)],
  ["read_boot_version.req", commands.bootVersion()],
  ["flash_write_16.req", commands.write256(0x11000, dataOf("flash_write_16.req"))],
  ["flash_write_256.req", commands.write256(0x11000, dataOf("flash_write_256.req"))],
  ["flash_write_4k.req", commands.write4k(0x11000, dataOf("flash_write_4k.req"))],
  ["flash_read_4k.req", commands.read4k(0x11000)],
  ["flash_read_sr1.req", commands.readStatus(0x05)],
  ["flash_write_sr_1byte.req", commands.writeStatus(0x01, [0])],
  ["flash_write_sr_2byte.req", commands.writeStatus(0x01, [0x00, 0x40])],
  ["flash_get_mid.req", commands.flashId()],
  ["flash_erase_4k.req", commands.erase("sector", 0x11000)],
  ["flash_erase_64k.req", commands.erase("block", 0x20000)],
])("%s is byte for byte the recorded frame", (name, built) => {
  expect(toHex(built)).toBe(frame(name));
});

test("a sector write of any other size is refused before it becomes a frame", () => {
  expect(() => commands.write4k(0x11000, new Uint8Array(4095))).toThrow(RangeError);
  expect(() => commands.write256(0x11000, new Uint8Array(257))).toThrow(RangeError);
  expect(() => commands.write256(0x11000, new Uint8Array(0))).toThrow(RangeError);
});
