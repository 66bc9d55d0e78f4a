import { hexAddress } from "../bytes/hex.ts";
import { macForPeople } from "../bytes/mac.ts";
import type { RunRecord } from "../run/run-record.ts";
import { namedLine } from "./named-line.ts";

type Facts = NonNullable<RunRecord["unbrick"]>;

/** What an unbrick found and did, as indented lines; nothing where it did not come that far. */
export const describeUnbrick = (facts: RunRecord["unbrick"]): readonly string[] => {
  if (facts === null) return [];
  const { mac, keyProof, ranges, readBack, flashrom } = facts;
  return [
    namedLine("Flash", flashWords(facts)),
    namedLine("MAC", mac === null ? "none found in its calibration" : macForPeople(mac)),
    namedLine("Bootloader", bootloaderWords(facts)),
    ...(keyProof === null ? [] : [namedLine("Key", keyWords(keyProof))]),
    ...ranges.map((range) => namedLine("Range", rangeWords(range))),
    ...(readBack === null ? [] : [namedLine("Read back", `whole flash, SHA-256 ${readBack}`)]),
    ...(flashrom === null ? [] : [namedLine("flashrom", flashrom.version)]),
  ];
};

const flashWords = ({ jedecId, flash }: Facts): string => {
  if (jedecId === null) return "did not answer over SPI";
  const size = flash === null ? "" : `, ${flash.part}, ${flash.bytes} bytes`;
  return `id ${jedecId}${size}`;
};

const bootloaderWords = ({ image }: Facts): string =>
  `${image.bootloader ?? "without a name"} (${image.fingerprint}), from a ${image.kind} image`;

const keyWords = (proof: NonNullable<Facts["keyProof"]>): string =>
  proof.by === "named"
    ? `nothing left to prove it by: ${proof.name} answers for it`
    : `proved by the board's own ${proof.by}`;

const rangeWords = ({ start, end, before, after }: Facts["ranges"][number]): string => {
  const now = after === null ? "not read back" : `now ${after}`;
  return `${hexAddress(start)} to ${hexAddress(end)}: was ${before}, ${now}`;
};
