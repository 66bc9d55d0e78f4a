import { describe, expect, test } from "vitest";
import {
  askBaud,
  type Bench,
  ERASE,
  LINK,
  LINKED,
  linkedBoard,
  WRITTEN,
  write4k,
} from "./bench.ts";

const RING_BYTES = 512;

/** A T with an erased sector, at a rate. */
const openAt = async (baud: number, ...faults: string[]): Promise<Bench> => {
  const bench = await linkedBoard("bk7231t", ...faults);
  await bench.exchange(ERASE, 600);
  await bench.exchange(askBaud(baud, 5), 50);
  bench.baud = baud;
  return bench;
};

/** No two pages alike: a ring that is lost moves what follows by two pages. */
const PATTERN = Uint8Array.from({ length: 4096 }, (_, at) => (at ^ (at >> 8)) & 0xff);

/** How many of the sector's pages are as sent, from its start on. */
const wholePages = (bench: Bench): number => {
  const sector = bench.board.flash.subarray(0x12000, 0x13000);
  const firstBad = sector.findIndex((byte, at) => byte !== PATTERN[at]);
  return firstBad < 0 ? 16 : Math.floor(firstBad / 256);
};

/** Section 1.1: the bytes that come in the time of a page must fit into the ring. */
describe("T's ring while pages are programmed", () => {
  test.each([
    [115_200, "worst-flash", 16],
    [460_800, "worst-flash", 16],
    [921_600, "worst-flash", 16],
    [1_000_000, "worst-flash", 16],
    [2_000_000, "slow-write:1", 16],
    // 600 bytes come while the first page is programmed.
    [2_000_000, "worst-flash", 1],
    // 22 bytes more come in each page than it takes: the ring is full in the thirteenth.
    [921_600, "slow-write:6", 13],
    [921_600, "slow-write:5.5", 16],
  ])("at %i baud with %s: %i pages are right", async (baud, fault, pages) => {
    const bench = await openAt(baud, fault);
    const answer = await bench.exchange(write4k(0x12000, PATTERN), 900);
    expect(wholePages(bench)).toBe(pages);
    expect(answer).toBe(pages === 16 ? WRITTEN : "");
  });

  test("a whole ring is lost, and the chip waits for as many bytes", async () => {
    const bench = await openAt(921_600, "slow-write:6");
    expect(await bench.exchange(write4k(0x12000, PATTERN), 900)).toBe("");
    expect(await bench.exchange(LINK)).toBe("");
    expect(await bench.exchange(new Uint8Array(RING_BYTES - 5 - 1))).toBe("");
    expect(await bench.exchange(new Uint8Array(1))).toBe(WRITTEN);
    expect(await bench.exchange(LINK)).toBe(LINKED);
  });
});
