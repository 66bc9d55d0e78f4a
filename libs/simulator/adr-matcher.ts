const LINK_CHECK = [0x01, 0xe0, 0xfc, 0x01, 0x00] as const;

/**
 * LibreTiny's auto-download-reboot (uart-protocol.md section 8): looks for a link check in what the
 * application hears. A byte that breaks the match is not looked at again.
 */
export class AdrMatcher {
  #matched = 0;

  /** Bytes to push next: as many as are missing for a match. */
  get expecting(): number {
    return LINK_CHECK.length - this.#matched;
  }

  /** Whether these bytes complete a match. */
  push(bytes: Uint8Array): boolean {
    for (const byte of bytes) {
      this.#matched = byte === LINK_CHECK[this.#matched] ? this.#matched + 1 : 0;
      if (this.#matched === LINK_CHECK.length) {
        this.#matched = 0;
        return true;
      }
    }
    return false;
  }
}
