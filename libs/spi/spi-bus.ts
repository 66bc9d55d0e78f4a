/** What came back while the chip was selected. */
export interface SpiAnswer {
  /** What came while the bytes went out, as many as those; undefined on a bus that is half duplex. */
  readonly meanwhile: Uint8Array | undefined;
  /** What came after them. */
  readonly after: Uint8Array;
}

/**
 * A SPI bus with one chip on it, mode 0 or 3, most significant bit first. Calls are made one at a time.
 * Disposed, it is free for another program.
 */
export interface SpiBus extends AsyncDisposable {
  /**
   * Selects the chip (CS low), sends `out`, then takes `read` more bytes, and lets it go. Rejects with
   * `StepError` (`spi-failed`).
   */
  transfer(out: Uint8Array, read: number): Promise<SpiAnswer>;
}
