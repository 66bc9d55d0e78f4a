import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readJig } from "../../../libs/jig/read-jig.ts";

const folder = mkdtempSync(join(tmpdir(), "spi-jig-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a jig of nests, each with this `spi`. */
const read = (...blocks: readonly string[]) => {
  const path = join(folder, "jig.yaml");
  const nests = blocks.map(
    (spi, at) =>
      `  - { id: F${at}, flashPort: /dev/a${at}, power: { kind: none }, reset: { kind: gpio, chip: c, line: ${at} }, spi: ${spi} }\n`,
  );
  writeFileSync(path, `jig: j\nfixtures:\n${nests.join("")}`);
  return readJig(path);
};

test.each([
  ["{ device: /dev/spidev0.0 }", { device: "/dev/spidev0.0", speedHz: 30_000 }],
  ["{ device: /dev/spidev0.1, speedHz: 1000000 }", { speedHz: 1_000_000 }],
  ['{ programmer: "serprog:ip=127.0.0.1:4000" }', { programmer: "serprog:ip=127.0.0.1:4000" }],
  [
    '{ programmer: "ft2232_spi:type=232H", enter: [enter-spi, "1"] }',
    { programmer: "ft2232_spi:type=232H", enter: ["enter-spi", "1"] },
  ],
])("spi %s", async (written, spi) => {
  expect((await read(written)).fixtures).toMatchObject([{ spi }]);
});

const DEVICE = "{ device: /dev/spidev0.0 }";
const FTDI = '{ programmer: "ft2232_spi:type=2232H,port=B", enter: [a] }';
const SERPROG = '{ programmer: "serprog:ip=h:1" }';

test.each([
  [["{}"], /spi: names neither device nor programmer/],
  [["30000"], /spi: is 30000, not a block of fields\. Give \{ device: /],
  [["{ device: spidev0.0 }"], /spi\.device: .*Give the whole path/],
  [['{ device: "/dev/a,spispeed=9" }'], /spi\.device: .*without commas/],
  [["{ device: /dev/spidev0.0, speedHz: 9999 }"], /spi\.speedHz: /],
  [["{ device: /dev/spidev0.0, speedHz: 30500 }"], /speedHz: must be whole kHz/],
  [[`{ device: /dev/spidev0.0, programmer: ch341a_spi }`], /programmer: has no meaning beside/],
  [[`{ device: /dev/spidev0.0, enter: [a] }`], /spi\.enter: has no meaning beside `device`/],
  [["{ programmer: ch341a_spi }"], /spi\.enter: is missing/],
  [['{ programmer: "serprog:dev=/dev/ttyUSB9:115200" }'], /spi\.enter: is missing/],
  [['{ programmer: "serprog:ip=h,spispeed=1M" }'], /spi\.enter: .*serprog:ip=HOST:PORT/],
  [["{ programmer: ch341a_spi, enter: [a], speedHz: 30000 }"], /speedHz: is for `device`/],
  [["{ programmer: internal, enter: [a] }"], /internal, which is not among the programmers/],
  [["{ programmer: nicintel_spi, enter: [a] }"], /nicintel_spi, which is not among/],
  [["{ programmer: ch341_spi, enter: [a] }"], /Did you mean "ch341a_spi"/],
  [["{ programmer: linux_spi, enter: [a] }"], /is what `device` is for/],
  [["{ programmer: 'ch341a_spi;reboot', enter: [a] }"], /spi\.programmer: .*as flashrom wants it/],
  [[DEVICE, DEVICE], /fixtures\[1\]\.spi\.device: names the SPI device \S+, which F0 already has/],
  [
    [SERPROG, '{ programmer: "serprog:ip=h:1,spispeed=2M" }'],
    /names the programmer serprog\S+, which F0 already/,
  ],
  [
    [FTDI, '{ programmer: "ft2232_spi:divisor=8,port=B,type=2232H", enter: [b] }'],
    /names the programmer ft2232_spi\S+, which F0 already/,
  ],
  [
    [FTDI, '{ programmer: "serprog:dev=/dev/a0:115200", enter: [b] }'],
    /names the programmer serprog\S+, which F0 already/,
  ],
  [[SERPROG, SERPROG], /\[1\]\.spi\.programmer: names the programmer serprog\S+, which F0 already/],
] as const)("refused: spi %s", async (blocks, message) => {
  await expect(read(...blocks)).rejects.toThrow(message);
});

test("a nest that nothing restarts cannot enter SPI mode, and a simulated one needs no wires", async () => {
  const path = join(folder, "other.yaml");
  const refused = async (nest: string) => {
    writeFileSync(path, `jig: j\nfixtures:\n  - { id: F01, ${nest}, spi: ${DEVICE} }\n`);
    await expect(readJig(path)).rejects.toThrow(
      /\[0\]\.spi: (needs something that restarts|has no meaning beside `virtual`)/,
    );
  };
  await refused("flashPort: /dev/a, power: { kind: none }");
  await refused("virtual: { chip: bk7231t }");
});
