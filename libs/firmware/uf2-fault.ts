/** Why a UF2 file is not one the station can trust. Blocks count from 0, as in the file. */
export type Uf2Fault =
  /** Not a multiple of 512 bytes. */
  | { readonly fault: "length"; readonly bytes: number }
  /** The blocks say how many they should be. */
  | { readonly fault: "block-count"; readonly expected: number; readonly found: number }
  | { readonly fault: "bad-block"; readonly block: number }
  | { readonly fault: "sequence"; readonly block: number; readonly found: number }
  | { readonly fault: "no-family"; readonly block: number }
  | {
      readonly fault: "mixed-families";
      readonly block: number;
      readonly first: number;
      readonly found: number;
    }
  | { readonly fault: "bad-tags"; readonly block: number }
  /** Without OTA_FORMAT_2: written before LibreTiny's present format, or by something else. */
  | { readonly fault: "legacy" }
  /** No partition table, and a board whose layout is not known. */
  | { readonly fault: "unknown-layout"; readonly board: string | undefined }
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
  | { readonly fault: "nothing-to-write" };
