import type { FirmwareKind } from "../firmware/firmware-kind.ts";

/** What a file is, in a person's words. */
export const nameKind = (found: FirmwareKind): string => {
  switch (found.kind) {
    case "uf2":
      return "LibreTiny firmware (UF2)";
    case "app-rbl":
      return "app in its container (RBL)";
    case "bootloader-and-app":
      return found.padding === undefined
        ? "bootloader and app (QIO)"
        : "bootloader and app (QIO), padded with FF";
    case "full-dump":
      return "dump of one board's whole flash";
    case "rotated-dump":
      return "dump of one board's whole flash, rotated: it starts with the app";
    case "bootloader-without-app":
      return "bootloader, and no app behind it";
    case "app-without-header":
      return "app without its RBL header (.crc or UA)";
    case "damaged-app":
      return "app, damaged, shifted or cut short";
    case "cut-header":
      return "app, cut short inside its RBL header";
    case "damaged-rbl":
      return "RBL header, damaged";
    case "bootloader":
      return "bootloader alone";
    case "unknown-code":
      return "code under a key that is not known here";
    case "rbl-header":
      return "RBL header alone (.rblh)";
    case "ota-rbl":
      return "over-the-air update package (RBL)";
    case "tuya-ug":
      return "over-the-air update package (Tuya UG)";
    case "raw-arm":
      return "raw ARM code, not packed for flash";
    case "elf":
      return "ELF file, for debuggers";
    case "gzip":
      return "compressed file (gzip)";
    case "tuya-key-values":
      return "Tuya key-value area of one board";
    case "empty":
      return "empty file";
    case "erased":
      return "erased flash: nothing but FF";
    case "unknown":
      return "not known";
  }
};
