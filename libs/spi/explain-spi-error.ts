const MENDS: Readonly<Record<string, string>> = {
  ENOENT:
    "it is not there: switch SPI on (raspi-config, or dtparam=spi=on in config.txt) and restart the machine",
  EACCES: "no permission: add the user to the group that owns it (spi), then log in again",
  EBUSY: "it is held by another driver or program: free it",
  EINVAL: "the bus takes no such clock or mode: give another speedHz",
  MODULE_NOT_FOUND: "spi-device is not installed: run npm ci",
  ERR_MODULE_NOT_FOUND: "spi-device is not installed: run npm ci",
  ERR_DLOPEN_FAILED: "spi-device is built for another Node: run npm run postinstall",
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;

/** What an error of spi-device or of spidev means, with the mend. */
export const explainSpiError = (error: unknown): string => {
  const known = MENDS[codeOf(error) ?? ""];
  if (known !== undefined) return known;
  const text = error instanceof Error ? error.message : String(error);
  return text.startsWith("Could not locate the bindings file")
    ? "spi-device is not built: install g++, make and python3, then run npm run postinstall"
    : text;
};
