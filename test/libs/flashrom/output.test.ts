import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeRun } from "../../../libs/flashrom/judge-run.ts";
import { OutputReader } from "../../../libs/flashrom/output-reader.ts";
import { excerptOf, jedecIdIn, partsIn, versionIn } from "../../../libs/flashrom/read-text.ts";

/** As Debian's flashrom 1.3.0 wrote it, its idle lines left out. */
const HEAD = `flashrom unknown on Linux 6.18.44 (x86_64)
flashrom is free software, get the source code at https://flashrom.org

`;
const FOUND = 'Found Eon flash chip "EN25QH16" (2048 kB, SPI) on linux_spi.\n';
const WRITING = `${HEAD}${FOUND}Found Eon flash chip "EN25QH16" (2048 kB, SPI).
Reading old flash chip contents... done.
Erasing and writing flash chip... Trying erase function 0... 0x008000-0x008fff:E
Trying erase function 0... 0x001000-0x001fff:EW, 0x002000-0x002fff:EW`;
const WRITTEN = `${WRITING}\nErase/write done.\nVerifying flash... `;

const TABLE: readonly (readonly [
  name: string,
  end: Partial<Parameters<typeof judgeRun>[0]> & { readonly text: string },
  task: Parameters<typeof judgeRun>[1],
  trouble: ReturnType<typeof judgeRun>,
])[] = [
  ["a probe", { text: HEAD + FOUND }, "probe", undefined],
  ["a read", { text: `${HEAD}${FOUND}Reading flash... done.\n` }, "read", undefined],
  ["a write", { text: `${WRITTEN}VERIFIED.\n` }, "write", undefined],
  [
    "nothing to write",
    { text: `${WRITING}\nWarning: Chip content is identical to the requested image.\n` },
    "write",
    undefined,
  ],
  [
    "no device",
    {
      text: `${HEAD}linux_spi_init: failed to open /dev/spidev9.9: No such file or directory\nError: Programmer initialization failed.\n`,
      code: 1,
    },
    "probe",
    {
      kind: "no-programmer",
      said: "linux_spi_init: failed to open /dev/spidev9.9: No such file or directory",
    },
  ],
  [
    "nobody answers",
    {
      text: `${HEAD}Probing for Eon EN25QH16, 2048 kB: RDID byte 0 parity violation. compare_id: id1 0xff, id2 0xfe00\nNo EEPROM/flash device found.\n`,
      code: 1,
    },
    "probe",
    { kind: "no-flash", id: null },
  ],
  [
    "a part without a definition",
    {
      text: `${HEAD}Probing for Eon EN25QH16, 2048 kB: compare_id: id1 0xeb, id2 0x6015\nFound Generic flash chip "unknown SPI chip (RDID)" (0 kB, SPI) on linux_spi.\n`,
    },
    "probe",
    { kind: "no-flash", id: "eb6015" },
  ],
  [
    "a part with two",
    {
      text: `${HEAD}${FOUND}Found Eon flash chip "EN25Q16" (2048 kB, SPI) on linux_spi.\nMultiple flash chip definitions match the detected chip(s): "EN25QH16", "EN25Q16"\n`,
      code: 1,
    },
    "probe",
    { kind: "several-parts", parts: ["EN25QH16", "EN25Q16"] },
  ],
  [
    "a bus that fails in a read",
    {
      text: `${HEAD}${FOUND}Reading flash... linux_spi_send_command: ioctl: Connection timed out\nRead operation failed!\nFAILED.\n`,
      code: 1,
    },
    "read",
    {
      kind: "read-failed",
      said: "Reading flash... linux_spi_send_command: ioctl: Connection timed out",
    },
  ],
  [
    "a reading that cannot be stored",
    {
      text: `${HEAD}${FOUND}Reading flash... done.\nError: opening file "/d/p.bin" failed: Permission denied\n`,
      code: 1,
    },
    "read",
    { kind: "not-stored", file: "/d/p.bin", said: "Permission denied" },
  ],
  [
    "an erase that fails, though larger blocks worked",
    {
      text: `${WRITING}\nFAILED at 0x00002000! Expected=0xff, Found=0x3d\nERASE FAILED!\nLooking for another erase function.\nTrying erase function 1... 0x000000-0x00ffff:RREWW\nErase/write done.\nVerifying flash... VERIFIED.\n`,
    },
    "write",
    { kind: "erase-failed", address: 0x2000 },
  ],
  [
    "an erase ended by us",
    { text: `${WRITING}\nERASE FAILED!\n`, code: null, ended: "danger" },
    "write",
    { kind: "erase-failed", address: 0x2000 },
  ],
  [
    "a locked flash",
    {
      text: `Block protection could not be disabled!\n${WRITING}\nERASE FAILED!\n`,
      code: null,
      ended: "danger",
    },
    "write",
    { kind: "protected", address: 0x2000 },
  ],
  [
    "a write that fails",
    { text: `${WRITING}\nFAILED!\nUh oh. Erase/write failed. \n`, code: 2 },
    "write",
    { kind: "write-failed", address: 0x2000 },
  ],
  [
    "other contents afterwards",
    {
      text: `${WRITTEN}FAILED at 0x00001004! Expected=0x11, Found=0xff, failed byte count from 0x00001000-0x00002fff: 0x1fe4\n`,
      code: 3,
    },
    "write",
    { kind: "verify-failed", address: 0x1004 },
  ],
  [
    "other contents, told before the rest arrived",
    { text: `FAILED at 0x00001004! Expected=0x11\n${WRITTEN}`, code: 3 },
    "write",
    { kind: "verify-failed", address: 0x1004 },
  ],
  [
    "no end",
    { text: WRITING, code: null, ended: "hung", limitMs: 60_000 },
    "write",
    { kind: "hung", limitMs: 60_000 },
  ],
  ["an end without a word", { text: "" }, "read", { kind: "broken", said: "it said nothing" }],
  [
    "a good end that proves nothing",
    { text: WRITTEN },
    "write",
    { kind: "broken", said: "Verifying flash..." },
  ],
  [
    "a crash",
    { text: `${HEAD}${FOUND}Reading flash... `, code: null },
    "read",
    { kind: "broken", said: "Reading flash..." },
  ],
];

test.each(TABLE)("judges %s", (_, end, task, trouble) => {
  expect(judgeRun({ code: 0, limitMs: 1, ...end }, task)).toEqual(trouble);
});

test("hears the same news in chunks of any size", () => {
  const text = `${WRITTEN}VERIFIED.\n`;
  const block = (address: number) => ({ kind: "block", address });
  const news = [block(0x8000), block(0x1000), block(0x2000), { kind: "verifying" }];
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
      const places = [0, ...cuts.sort((left, right) => left - right), text.length];
      const reader = new OutputReader();
      const heard = places.flatMap((at, index) =>
        reader.push(text.slice(at, places[index + 1] ?? at)),
      );
      expect(heard).toEqual(news);
      expect(reader.text).toBe(text);
    }),
  );
});

test("reads part, id and version, and keeps what says something", () => {
  expect(partsIn(WRITING)).toEqual([{ name: "EN25QH16", bytes: 0x200000 }]);
  const probes = "Probing for A, 1 kB: compare_id: id1 0x1c, id2 0x7015\n".repeat(3);
  expect(jedecIdIn(`compare_id: id1 0x1c, id2 0x7014\n${probes}`)).toBe("1c7015");
  expect(jedecIdIn("probe_spi_res2: id1 0xbf, id2 0x4a\n")).toBeNull();
  expect(versionIn(HEAD)).toBe("unknown");
  expect(versionIn("flashrom v1.4.0 on Linux 6.1\n")).toBe("v1.4.0");
  const noisy = `${HEAD}${probes}Refused\x1b\n${"same\n".repeat(9)}last\n`;
  expect(excerptOf(noisy, 4096)).toBe(
    "flashrom unknown on Linux 6.18.44 (x86_64)\nRefused\\x1b\nsame\nlast",
  );
  expect(excerptOf(noisy, 6)).toBe("e\nlast");
});
