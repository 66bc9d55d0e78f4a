import { asChipName } from "../chips/as-chip-name.ts";
import type { ChipName } from "../chips/chip.ts";
import { CHIP_NAMES, CHIPS, markingsOf } from "../chips/chips.ts";
import type { FirmwareKind } from "./firmware-kind.ts";

/** What a file says beside its content. */
export interface HintSources {
  readonly fileName: string;
  readonly kind: FirmwareKind["kind"];
  /** The chips its code runs on. */
  readonly chips: readonly ChipName[];
  /** RBL versions, and the boards and chips the code names. */
  readonly texts: readonly string[];
}

type Kinds = readonly FirmwareKind["kind"][];

/** What names promise (firmware-formats.md section 8), the narrower first; `.bin` promises nothing. */
const PROMISES: readonly (readonly [pattern: RegExp, kinds: Kinds, promise: string])[] = [
  [/\.ota\.ug\.bin$|\.ug\.bin$|_ug_.*\.bin$/i, ["tuya-ug"], "an over-the-air package (UG)"],
  [/\.ota\.rbl$/i, ["ota-rbl", "damaged-rbl"], "an over-the-air package (RBL)"],
  [/\.rblh$/i, ["rbl-header", "damaged-rbl"], "an RBL header alone (.rblh)"],
  [/\.rbl$/i, ["app-rbl", "cut-header", "damaged-app", "ota-rbl"], "an app with RBL header (.rbl)"],
  [/\.crc$|_ua_.*\.bin$/i, ["app-without-header", "damaged-app"], "an app without RBL header"],
  [/\.uf2$/i, ["uf2"], "a UF2"],
  [/_qio_.*\.bin$/i, ["bootloader-and-app"], "a bootloader+app file (QIO)"],
  [/\.elf$/i, ["elf"], "an ELF file"],
  [/\.gz$/i, ["gzip"], "a compressed file"],
];

/** What a class is, in as few words. */
const SHORT: Partial<Readonly<Record<FirmwareKind["kind"], string>>> = {
  uf2: "a UF2",
  "app-rbl": "an app with RBL header",
  "bootloader-and-app": "a bootloader+app file",
  "full-dump": "a full dump",
  "rotated-dump": "a rotated dump",
};

/**
 * Where what a file says beside its content contradicts the content: its name, the chip in its name,
 * RBL versions such as `25.05.28-bk7231n`, texts in its code. In the grammar of `Check.finding`;
 * nothing that was written in the file or its name is repeated but chips' names.
 */
export const findHints = ({ fileName, kind, chips, texts }: HintSources): readonly string[] => {
  const name = fileName.slice(fileName.lastIndexOf("/") + 1);
  const hints: string[] = [];
  const promised = PROMISES.find(([pattern]) => pattern.test(name));
  if (promised !== undefined && !promised[1].includes(kind)) {
    hints.push(`is named as ${promised[2]}, and is ${SHORT[kind] ?? "none"} by its content.`);
  }
  if (chips.length === 0) return hints;
  const offered = markingsOf(chips);
  const named = chipIn(name);
  if (named !== undefined && !chips.includes(named)) {
    hints.push(`is named for ${CHIPS[named].marking}, and is for ${offered} by its content.`);
  }
  for (const other of new Set(texts.flatMap((text) => chipIn(text) ?? []))) {
    if (chips.includes(other)) continue;
    hints.push(
      `says it was built for ${CHIPS[other].marking}, and is for ${offered} by its content.`,
    );
  }
  return hints;
};

/** The chip that a name or a version speaks of, as `OpenBK7231T_` and `-bk7231n` do. */
const chipIn = (text: string): ChipName | undefined => {
  const [word = ""] = /bk72\d\d[a-z]?(?![a-z])/i.exec(text) ?? [];
  const name = WHOLE_FAMILY.test(word) ? undefined : asChipName(word);
  return CHIP_NAMES.find((known) => known === name);
};

/** The name of the first chip, and of all that came after it: it contradicts none of them. */
const WHOLE_FAMILY = /^bk7231$/i;
