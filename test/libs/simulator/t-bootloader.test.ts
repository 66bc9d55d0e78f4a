import { describe, expect, test } from "vitest";
import { crc32 } from "../../../libs/bytes/crc32.ts";
import type { WireSpeed } from "../../../libs/simulator/receive-line.ts";
import { Bench, bootableFlash, patternFlash, readCrc, readVectors } from "./bench.ts";

interface Exchange {
  readonly name: string;
  readonly request: string;
  readonly request_len?: number;
  readonly response: string;
  readonly response_len: number;
}

/** Bulk payloads that the reference describes in words. */
const PAYLOADS: Readonly<Record<string, Uint8Array>> = {
  "T.write_4k_12000": Uint8Array.from({ length: 4096 }, (_, at) => (31 * at + 7) & 0xff),
  "T.write_4k_1000_protected": new Uint8Array(4096),
  "T.write4k_opcode_256_bytes": new Uint8Array(256),
  "T.write_unaligned_64": Uint8Array.from({ length: 64 }, (_, at) => at),
};

const requestOf = ({ name, request }: Exchange): Uint8Array => {
  const [head = ""] = request.split(/\.\.|\+/);
  return Buffer.concat([Buffer.from(head, "hex"), PAYLOADS[name] ?? new Uint8Array(0)]);
};

const linkedT = async (speed: WireSpeed = "real"): Promise<Bench> => {
  const bench = new Bench("bk7231t", { speed });
  await bench.link();
  return bench;
};

test.each(["real", "instant"] as const)(
  "answers every exchange that the real bootloader was seen to answer, in order, at %s speed",
  async (speed) => {
    const bench = await linkedT(speed);
    bench.board.flash.set(patternFlash());
    for (const exchange of readVectors<Exchange>("t-bootloader-exchanges")) {
      const request = requestOf(exchange);
      if (exchange.request_len !== undefined && !exchange.request.includes("+"))
        expect(request.length, exchange.name).toBe(exchange.request_len);
      const answer = await bench.exchange(request, 1500);
      const expected = exchange.response.replace("..", "");
      expect(answer.slice(0, expected.length), exchange.name).toBe(expected);
      expect(answer.length / 2, exchange.name).toBe(exchange.response_len);
    }
  },
);

test("a write that crosses a page lands where it was sent", async () => {
  const bench = await linkedT();
  await bench.exchange("01e0fcfff406000f2000100400");
  const data = Buffer.from(Array.from({ length: 64 }, (_, at) => at));
  await bench.exchange(Buffer.concat([Buffer.from("01e0fcfff4450006f0110400", "hex"), data]));
  expect(Buffer.from(bench.board.flash.subarray(0x411f0, 0x41230))).toEqual(data);
});

describe("parser", () => {
  interface Resync {
    readonly name: string;
    readonly input: string;
    readonly output: string;
  }
  test.each(readVectors<Resync>("t-parser-resync"))("$name", async ({ input, output }) => {
    const bench = new Bench("bk7231t");
    bench.board.powerOn();
    await bench.clock.sleep(30);
    expect(await bench.exchange(input, 100)).toBe(output);
  });

  test("a truncated write swallows what follows until it is full", async () => {
    const bench = await linkedT();
    expect(await bench.exchange("01e0fcfff409000600100100aa")).toBe("");
    expect(await bench.exchange("01e0fc")).toBe("040eff01e0fcf407000600001001000" + "4");
    expect(await bench.exchange("01e0fc0100")).toBe("040e0501e0fc0100");
  });
});

describe("CRC", () => {
  interface Range {
    readonly start: number;
    readonly end: number;
    readonly raw_T: string;
  }
  test.each(readVectors<Range>("crc-range-semantics"))(
    "covers whole blocks of 256 from $start to $end",
    async ({ start, end, raw_T }) => {
      const bench = await linkedT();
      bench.board.flash.set(patternFlash());
      expect(await readCrc(bench, start, end)).toBe(raw_T);
    },
  );
});

test("a garbled CRC command over four gigabytes keeps the chip busy, not this process", async () => {
  const bench = await linkedT();
  const began = performance.now();
  expect(await bench.exchange("01e0fc091000100100ffffffff", 20_000)).toBe("");
  expect(performance.now() - began).toBeLessThan(20_000);
}, 30_000);

describe("protection", () => {
  const ERASE = "01e0fcfff406000f2000200100";
  const ERASED = "040eff01e0fcf407000f002000200100";
  const WRITE = "01e0fcfff40900060020010001020304";
  const WRITTEN = "040eff01e0fcf4070006000020010004";
  const CRC = "01e0fc091000200100ff2f0100";
  const blank = () => {
    const flash = bootableFlash();
    flash.fill(0, 0x12000, 0x13000);
    return new Bench("bk7231t", { flash });
  };
  const at12000 = (bench: Bench) => bench.board.flash[0x12000];

  test("a write before the first erase is accepted and changes nothing", async () => {
    const bench = blank();
    bench.board.flash.fill(0xff, 0x12000, 0x13000);
    await bench.link();
    expect(await bench.exchange(WRITE)).toBe(WRITTEN);
    expect(at12000(bench)).toBe(0xff);
  });

  test("the first erase after a link check opens the flash", async () => {
    const bench = blank();
    await bench.link();
    expect(await bench.exchange(ERASE)).toBe(ERASED);
    expect(at12000(bench)).toBe(0xff);
    expect(await bench.exchange(WRITE)).toBe(WRITTEN);
    expect(at12000(bench)).toBe(0x01);
  });

  test("a CRC closes it: erase and write are accepted and change nothing", async () => {
    const bench = blank();
    await bench.link();
    await bench.exchange(ERASE);
    await bench.exchange(WRITE);
    await bench.exchange(CRC);
    expect(await bench.exchange(ERASE)).toBe(ERASED);
    expect(at12000(bench)).toBe(0x01);
  });

  test("link check and erase open it again", async () => {
    const bench = blank();
    await bench.link();
    await bench.exchange(CRC);
    await bench.exchange("01e0fc0100");
    await bench.exchange(ERASE);
    expect(at12000(bench)).toBe(0xff);
  });
});

describe("versions", () => {
  const VERSION = "01e0fc0111";
  const CRC = "01e0fc091000200100ff2f0100";
  const ERASE = "01e0fcfff406000f2000200100";
  const withVersion = async (version: string): Promise<Bench> => {
    const bench = new Bench("bk7231t", { faults: [`bootloader:${version}`] });
    await bench.link();
    return bench;
  };
  const fingerprint = async (bench: Bench): Promise<string> => {
    const answer = Buffer.from(await bench.exchange("01e0fc091000000000ff000000"), "hex");
    return (~answer.readUInt32LE(7) >>> 0).toString(16);
  };

  test.each([
    ["1.0.1", "c1eca871"],
    ["1.0.3", "4b31e44d"],
    ["1.0.5", "ba54c1b8"],
    ["1.0.6", "e5cbc953"],
  ])("%s tells its name and has its fingerprint", async (version, known) => {
    const bench = await withVersion(version);
    expect(Buffer.from(await bench.exchange(VERSION), "hex").toString("latin1")).toContain(
      `BK7231S_${version}\0`,
    );
    expect(await fingerprint(bench)).toBe(known);
  });

  test("one that nobody knows has a fingerprint of its own", async () => {
    const unknown = await fingerprint(await withVersion("1.0.4"));
    expect(["c1eca871", "4b31e44d", "ba54c1b8", "e5cbc953"]).not.toContain(unknown);
  });

  test.each([
    ["1.0.1", "closed"],
    ["1.0.3", "open"],
    ["1.0.4", "closed"],
    ["1.0.5", "open"],
    ["1.0.6", "open"],
  ])(
    "%s after a CRC, a link check and an erase is %s; before the CRC and after a reset open",
    async (version, after) => {
      const bench = await withVersion(version);
      const erases = async (): Promise<boolean> => {
        bench.board.flash[0x12000] = 0;
        await bench.exchange("01e0fc0100");
        await bench.exchange(ERASE);
        return bench.board.flash[0x12000] === 0xff;
      };
      expect(await erases()).toBe(true);
      await bench.exchange(CRC);
      for (const _ of [1, 2]) expect(await erases()).toBe(after === "open");
      bench.board.resetHold();
      bench.board.resetRelease();
      await bench.clock.sleep(30);
      expect(await erases()).toBe(true);
    },
  );

  test("1.0.1 prints no banner, and has other last words", async () => {
    const bench = new Bench("bk7231t", { faults: ["bootloader:1.0.1"] });
    bench.board.powerOn();
    await bench.clock.sleep(1000);
    expect(bench.log).toMatch(/^Jump 0x10000\.\r\r\nFlashline app/);
  });

  test("1.0.4 tells its name in its banner", async () => {
    expect((await withVersion("1.0.4")).log).toContain("V:BK7231S_1.0.4\r\r\n");
  });

  test("N has none of them", async () => {
    const bench = new Bench("bk7231n", { faults: ["bootloader:1.0.4"] });
    await bench.link();
    expect(await bench.exchange(VERSION)).toBe("040e0501e0fc1107");
  });
});

test("an address above the size reaches the bootloader", async () => {
  const bench = await linkedT();
  expect(await bench.exchange("01e0fcfff406000f2000002000")).toBe(
    "040eff01e0fcf407000f002000002000",
  );
  expect(bench.board.flash.subarray(0, 0x1000).every((byte) => byte === 0xff)).toBe(true);
});

test("an erased bootloader never listens again", async () => {
  const bench = await linkedT();
  await bench.exchange("01e0fcfff406000f2000002000");
  bench.board.powerOff();
  bench.board.powerOn();
  await bench.clock.sleep(30);
  expect(await bench.exchange("01e0fc0100")).toBe("");
});

test("write 07 runs into the hole between 0x20e0 and 0xffff", async () => {
  const bench = await linkedT();
  await bench.exchange("01e0fcfff406000f2000100100");
  const request = Buffer.concat([
    Buffer.from("01e0fcfff405100700300000", "hex"),
    new Uint8Array(4096),
  ]);
  expect(await bench.exchange(request, 900)).toBe("040eff01e0fcf40600070000300000");
  expect(bench.board.flash[0x3000]).toBe(0);
});

describe("time", () => {
  test("a sector of pages is programmed while it arrives", async () => {
    const bench = await linkedT();
    await bench.exchange("01e0fcfff406000f2000200100");
    const request = Buffer.concat([
      Buffer.from("01e0fcfff405100700200100", "hex"),
      new Uint8Array(4096),
    ]);
    const from = bench.clock.now();
    bench.board.receive(request, 115_200);
    await bench.clock.sleep(1000);
    const wire = (4108 * 10_000) / 115_200 + (15 * 10_000) / (26_000_000 / 226);
    expect((bench.sent[0]?.at ?? 0) - from).toBeCloseTo(wire + 0.5, 3);
    expect(bench.board.flash.subarray(0x12000, 0x13000).every((byte) => byte === 0)).toBe(true);
  });

  test("erases take 50 and 300 ms, one after the other", async () => {
    const bench = await linkedT();
    const from = bench.clock.now();
    const both = "01e0fcfff406000f2000200100" + "01e0fcfff406000fd800000200";
    bench.board.receive(Buffer.from(both, "hex"), 115_200);
    await bench.clock.sleep(1000);
    const request = (13 * 10_000) / 115_200;
    const answer = (16 * 10_000) / (26_000_000 / 226);
    // 5 ms: the first erase clears the status register.
    expect((bench.sent[0]?.at ?? 0) - from).toBeCloseTo(request + 5 + 50 + answer, 3);
    expect((bench.sent[1]?.at ?? 0) - from).toBeCloseTo(request + 5 + 50 + 300 + answer, 3);
  });

  test("a ring of 512 bytes goes round unnoticed while the chip is busy", async () => {
    const bench = await linkedT();
    const erase = Buffer.from("01e0fcfff406000fd800000200", "hex");
    const links = Buffer.concat(
      Array.from({ length: 120 }, () => Buffer.from("01e0fc0100", "hex")),
    );
    const answer = await bench.exchange(Buffer.concat([erase, links]), 2000);
    // 600 bytes wait: the first 512 are overwritten, and what is left begins inside a frame.
    const answered = answer.slice(32).length / 16;
    expect(answered).toBe(Math.floor((600 - 512) / 5));
  });
});

test("the CRC of a pattern written and read back agrees with zlib", async () => {
  const bench = await linkedT();
  const expected = crc32(bench.board.flash.subarray(0x20000, 0x21000));
  const answer = Buffer.from(await bench.exchange("01e0fc091000000200ff0f0200"), "hex");
  expect(~answer.readUInt32LE(7) >>> 0).toBe(expected);
});
