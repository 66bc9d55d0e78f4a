/**
 * What is sent while the chip starts (uart-protocol.md section 9). `d2`: D2 throughout, as
 * BK7231_SPI_Flasher and BK7231GUIFlashTool do. `d2-zeros`: D2, then zeros, as hid_download_py does.
 */
export const SPI_PATTERNS = ["d2", "d2-zeros"] as const;

/** One of `SPI_PATTERNS`. */
export type SpiPattern = (typeof SPI_PATTERNS)[number];

const CALL = 0xd2;
/** As many as BK7231GUIFlashTool sends while the chip is selected. */
const BURST_BYTES = 25;

/** One burst of the pattern, to be sent while the chip is selected. */
export const burstOf = (pattern: SpiPattern): Uint8Array => {
  const burst = new Uint8Array(BURST_BYTES).fill(pattern === "d2" ? CALL : 0);
  burst[0] = CALL;
  return burst;
};

/**
 * Whether what came while a burst was sent is a chip's echo: D2, then zeros, as hid_download_py
 * saw it, or the burst itself. MOSI and MISO joined look the same, so an id must follow.
 */
export const isEcho = (burst: Uint8Array, meanwhile: Uint8Array): boolean =>
  meanwhile.length === burst.length &&
  meanwhile.every((byte, at) => byte === burst[at] || (at > 0 && byte === 0));
