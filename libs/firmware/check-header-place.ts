import { hexAddress } from "../bytes/hex.ts";
import type { Chip } from "../chips/chip.ts";
import type { Checklist } from "./checklist.ts";
import type { CodeFacts } from "./firmware-image.ts";

/**
 * Checks that the header of an app packed alone is where the bootloader looks. (Of bootloader+app
 * files some release images end earlier, and run: their header may be anywhere.)
 */
export const checkHeaderPlace = ({ headerAt }: CodeFacts, chip: Chip, list: Checklist): void => {
  const { appHeadersAt } = chip.image;
  if (!appHeadersAt.includes(headerAt)) {
    list.fail("place", { code: "misplaced-header", address: headerAt, expected: appHeadersAt[0] });
  } else {
    list.pass("place", `has its RBL header at ${hexAddress(headerAt)}, as bootloaders expect.`);
  }
};
