import { StationError } from "../failure/station-error.ts";
import { findProgram } from "../process/find-program.ts";

/** Where Debian puts it, which is not in everybody's PATH. */
const DEBIAN_FOLDER = "/usr/sbin";

/**
 * The flashrom of this machine, found in the folders of `path` (written like the variable PATH).
 * @throws StationError with the command that mends it.
 */
export const findFlashrom = (path: string): string => {
  const file = findProgram("flashrom", path);
  if (file !== undefined) return file;
  throw new StationError(
    findProgram("flashrom", DEBIAN_FOLDER) === undefined
      ? "flashrom, which reads and writes the flash over SPI, is not installed. Install it: sudo apt-get install -y flashrom"
      : `flashrom, which reads and writes the flash over SPI, is in ${DEBIAN_FOLDER}, and PATH does not name that folder. Add it: export PATH="$PATH:${DEBIAN_FOLDER}"`,
  );
};
