import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { findHints } from "../../../libs/firmware/find-hints.ts";
import type { FirmwareKind } from "../../../libs/firmware/firmware-kind.ts";

interface Hinted {
  readonly kind?: FirmwareKind["kind"];
  readonly chips?: readonly ChipName[];
  readonly texts?: readonly string[];
}

const hintsOf = (fileName: string, { kind = "uf2", chips = ["bk7231n"], texts = [] }: Hinted) =>
  findHints({ fileName, kind, chips, texts });

// Names of firmware-formats.md sections 1 and 8. LibreTiny calls a copy of its UF2 `firmware.bin`.
test.each<[string, Hinted]>([
  ["firmware.uf2", {}],
  ["firmware.bin", {}],
  ["/a/kickstart-bk7231n.UF2", {}],
  ["image_bk7231n_app.0x011000.rbl", { kind: "app-rbl" }],
  ["OpenBK7231N_1.18.300.rbl", { kind: "ota-rbl", chips: [] }],
  ["image_bk7231n_app.ota.rbl", { kind: "ota-rbl", chips: [] }],
  ["image_bk7231n_app.ota.ug.bin", { kind: "tuya-ug", chips: [] }],
  ["OpenBK7231N_UG_1.18.300.bin", { kind: "tuya-ug", chips: [] }],
  ["OpenBK7231N_UA_1.18.300.bin", { kind: "app-without-header" }],
  ["OpenBK7231N_QIO_1.18.300.bin", { kind: "bootloader-and-app" }],
  ["image.0x129F0A.rblh", { kind: "rbl-header", chips: [] }],
  ["OpenBK7231T_QIO_1.bin", { kind: "bootloader-and-app", chips: ["bk7231t", "bk7231s"] }],
  ["x.uf2", { texts: ["25.05.28-bk7231n", "1.00", "LibreTiny v1.8.0 on generic-bk7231n-qfn32"] }],
  ["BL2028N.uf2", {}],
  ["smart-plug_BK7231_1.2.uf2", { texts: ["1.2-bk7231"] }],
  ["bk7231tuya.uf2", {}],
])("%s says nothing against %o", (name, hinted) => {
  expect(hintsOf(name, hinted)).toEqual([]);
});

test.each<[string, Hinted, string]>([
  ["app.uf2", { kind: "app-rbl" }, "named as a UF2, and is an app with RBL header"],
  ["app.rbl", {}, "named as an app with RBL header (.rbl), and is a UF2"],
  ["OpenBK7231N_UA_1.bin", { kind: "app-rbl" }, "named as an app without RBL header"],
  ["OpenBK7231N_QIO_1.bin", { kind: "full-dump" }, "(QIO), and is a full dump"],
  ["app.0x011000.crc", { kind: "app-rbl" }, "without RBL header, and is an app with RBL header"],
  ["x.ug.bin", { kind: "raw-arm", chips: [] }, "(UG), and is none by its content"],
  ["OpenBK7231T_1.uf2", {}, "named for BK7231T, and is for BK7231N by its content"],
  ["x.uf2", { texts: ["25.05.28-bk7231t"] }, "built for BK7231T, and is for BK7231N"],
  ["x.uf2", { texts: ["OpenBK7238_1.18.300"] }, "built for BK7238, and is for BK7231N"],
])("%s of %o is contradicted", (name, hinted, words) => {
  const hints = hintsOf(name, hinted);
  expect(hints.length).toBe(1);
  expect(hints[0]).toContain(words);
  expect(hints[0]).toMatch(/^(is|says) [\x20-\x7e]+\.$/);
});

test("nothing of the file's own text is repeated but the chip it names", () => {
  const [hint] = hintsOf("x\x1b[31m-bk7231t.uf2", {});
  expect(hint).toBe("is named for BK7231T, and is for BK7231N by its content.");
});
