import type { Range } from "../bytes/ranges.ts";
import type { CarriedBootloader } from "./carried-bootloader.ts";
import type { CodeKeyName } from "./code-key.ts";
import type { CodeFacts } from "./firmware-image.ts";

/** What a UF2 says of itself by its header's tags (firmware-formats.md section 3.3). Texts are safe to show. */
export interface Uf2Facts {
  readonly family: number;
  /** The chips of that family, for people. */
  readonly familyName: string;
  readonly blocks: number;
  readonly version?: string | undefined;
  readonly device?: string | undefined;
  readonly deviceId?: number | undefined;
  readonly board?: string | undefined;
  readonly firmware?: string | undefined;
  readonly libreTiny?: string | undefined;
  /** Unix time in seconds. */
  readonly builtAt?: number | undefined;
  /** Flash addresses by name: its own table's, else the board's. */
  readonly partitions: readonly (Range & { readonly name: string })[];
}

/** A package for over-the-air update: alone, in Tuya's wrapper, or in a UF2. A jig never writes it. */
export interface UpdateFacts {
  /** Where the board's own bootloader would want it; known of a UF2's alone. */
  readonly at?: number | undefined;
  /** Of the package as it stands in the file. */
  readonly bytes: number;
  readonly version: string;
  /** Unix time in seconds. */
  readonly builtAt: number;
  /** Of the app once unpacked. */
  readonly unpackedBytes: number;
  /** The chips its app is for, for people; absent if it could not be unpacked. */
  readonly forChips?: string | undefined;
}

/** What a file tells of itself, as far as it could be read. Texts are safe to show. */
export interface FileFacts {
  readonly bytes: number;
  /** Under which the code starts. */
  readonly codeKey?: CodeKeyName | undefined;
  readonly app?: CodeFacts | undefined;
  /** Of a bootloader with RBL header. */
  readonly bootloader?: CodeFacts | undefined;
  /** The same bootloader by its code: fingerprint and name. */
  readonly carried?: CarriedBootloader | undefined;
  /** What the app prints of its origin, such as `OpenBK7231N_1.18.300`. */
  readonly buildTexts?: readonly string[] | undefined;
  readonly uf2?: Uf2Facts | undefined;
  readonly update?: UpdateFacts | undefined;
  /** Of Tuya's wrapper. */
  readonly wrapper?: { readonly version: string; readonly payloadBytes: number } | undefined;
}
