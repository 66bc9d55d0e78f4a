/** One range as verified: host's and chip's CRC-32, hex, zlib form. */
export interface VerifiedRange {
  readonly address: number;
  readonly length: number;
  readonly host: string;
  readonly chip: string;
}
