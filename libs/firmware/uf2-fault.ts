/** Why a UF2 file is not one the station can trust. Blocks count from 0, as in the file. */
export type Uf2Fault =
  /** Not a multiple of 512 bytes. */
  | { readonly fault: "length"; readonly bytes: number }
  | { readonly fault: "bad-block"; readonly block: number }
  /** `found` stands where `block` should be, and those between are missing or out of order. */
  | { readonly fault: "gap"; readonly block: number; readonly found: number }
  /** An earlier block comes again. */
  | { readonly fault: "repeated"; readonly block: number; readonly found: number }
  /** Whole blocks are missing at the end: they say how many they should be. */
  | { readonly fault: "truncated"; readonly expected: number; readonly found: number }
  | { readonly fault: "extra-blocks"; readonly expected: number; readonly found: number }
  /** A block says another number of blocks than the first. */
  | {
      readonly fault: "counts-differ";
      readonly block: number;
      readonly first: number;
      readonly found: number;
    }
  | { readonly fault: "no-family"; readonly block: number }
  | {
      readonly fault: "mixed-families";
      readonly block: number;
      readonly first: number;
      readonly found: number;
    }
  /** A tag reaches past its block. */
  | { readonly fault: "bad-tags"; readonly block: number }
  /** An OTA_PART_INFO tag that chooses a name it does not hold. */
  | { readonly fault: "bad-part-info"; readonly block: number }
  /** Data before any OTA_PART_INFO says where it goes. */
  | { readonly fault: "unplaced"; readonly block: number }
  /** Without OTA_FORMAT_2: written before LibreTiny's present format, or by something else. */
  | { readonly fault: "legacy" }
  | { readonly fault: "unknown-format"; readonly format: number }
  /** OTA_PART_LIST says there is nothing for a flasher, and there is. */
  | { readonly fault: "part-list" }
  /** No partition table, and a board whose layout is not known. */
  | { readonly fault: "unknown-layout"; readonly board: string | undefined }
  | { readonly fault: "bad-table" }
  /** The table has two partitions of one name, or two that share a place. */
  | { readonly fault: "partitions-overlap"; readonly partition: string; readonly other: string }
  | { readonly fault: "unknown-partition"; readonly partition: string }
  /** Something else than the app: nothing inside it could be checked. */
  | { readonly fault: "unexpected-partition"; readonly partition: string }
  | {
      readonly fault: "past-partition";
      readonly block: number;
      readonly partition: string;
      readonly end: number;
      readonly partitionBytes: number;
    }
  /** Two blocks for the same bytes. */
  | { readonly fault: "rewrites"; readonly block: number }
  /** The MD5 a block carries is not that of the bytes it names. */
  | { readonly fault: "md5"; readonly block: number }
  /** The MD5 a block carries is of bytes that the file does not hold, or that another MD5 covers in part. */
  | { readonly fault: "md5-range"; readonly block: number }
  | { readonly fault: "nothing-to-write" };
