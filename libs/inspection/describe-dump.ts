import { hexAddress } from "../bytes/hex.ts";
import type { DumpContents } from "./dump-contents.ts";

/** What a dump holds, as fields of the page. */
export const describeDump = (dump: DumpContents): (readonly [name: string, text: string])[] => [
  ...mendRotation(dump),
  ["layout", dump.layout],
  ["MAC", macWords(dump)],
  [
    "key-values",
    dump.hasKeyValues ? "present: one board's cloud identity, not shown" : "none found",
  ],
  ...dump.parts.map(
    ({ name, start, end, sectors, usedSectors }, index) =>
      [
        index === 0 ? "parts" : "",
        `${hexAddress(start)} to ${hexAddress(end)} ${name}, ${usageWords(usedSectors, sectors)}`,
      ] as const,
  ),
];

const macWords = ({ mac, isOwnMac }: DumpContents): string => {
  if (mac === null) return "none: no calibration data found";
  const shown = mac.replace(/(..)(?=.)/g, "$1:");
  return isOwnMac ? shown : `${shown}, which no board can have of its own`;
};

const usageWords = (used: number, sectors: number): string =>
  used === 0 ? "blank" : `${used} of ${sectors} sectors used`;

/** How to come by a whole dump that starts where the flash does. */
const mendRotation = ({ readFrom }: DumpContents): (readonly [name: string, text: string])[] =>
  readFrom === 0
    ? []
    : [
        ["to use it", "read the board again: npx flashline read --jig FILE --fixture ID"],
        ["", "or turn this file back:"],
        ["", `(tail -c ${readFrom} OLD; head -c -${readFrom} OLD) > NEW`],
        ["", "Addresses below are the flash's, not the file's."],
      ];
