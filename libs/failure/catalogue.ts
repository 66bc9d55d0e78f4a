import { BOOT_FAILURES } from "./catalogue/boot-failures.ts";
import { CHIP_FAILURES } from "./catalogue/chip-failures.ts";
import { COMPARE_FAILURES } from "./catalogue/compare-failures.ts";
import { FLASH_FAILURES } from "./catalogue/flash-failures.ts";
import { IDENTITY_FAILURES } from "./catalogue/identity-failures.ts";
import { LINK_FAILURES } from "./catalogue/link-failures.ts";
import { NEST_FAILURES } from "./catalogue/nest-failures.ts";
import { NO_LINK } from "./catalogue/no-link.ts";
import { REPAIR_FAILURES } from "./catalogue/repair-failures.ts";
import { SPI_FAILURES } from "./catalogue/spi-failures.ts";
import { STATION_FAILURES } from "./catalogue/station-failures.ts";
import type { CatalogueEntry, Entries } from "./catalogue-entry.ts";
import type { Failure, FailureCode } from "./failure.ts";

/** Every way a run can end without a pass: the closed list, in the order of a run. */
export const CATALOGUE: Entries<FailureCode> = {
  "no-link": NO_LINK,
  ...LINK_FAILURES,
  ...CHIP_FAILURES,
  ...IDENTITY_FAILURES,
  ...FLASH_FAILURES,
  ...COMPARE_FAILURES,
  ...BOOT_FAILURES,
  ...SPI_FAILURES,
  ...REPAIR_FAILURES,
  ...NEST_FAILURES,
  ...STATION_FAILURES,
};

/** What is known of a failure's code. */
export const entryOf = (failure: Failure): CatalogueEntry<Failure> => CATALOGUE[failure.code];
