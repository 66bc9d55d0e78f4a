import { crc32 } from "../bytes/crc32.ts";
import { readU32 } from "../bytes/little-endian.ts";
import { asciiBytes, fieldText } from "../bytes/text.ts";
import type { Checklist } from "./checklist.ts";
import type { Uf2Facts } from "./file-facts.ts";
import type { Uf2Block } from "./uf2-block.ts";
import { nameFamily } from "./uf2-families.ts";
import type { Partitions } from "./uf2-partitions.ts";
import { UF2_TAG, type Uf2Tags } from "./uf2-tags.ts";

/** What a UF2 says of itself: its header's tags, where its blocks have been found whole. */
export const describeUf2 = (
  blocks: readonly Uf2Block[],
  header: Uf2Tags,
  partitions: Partitions,
): Uf2Facts => {
  const family = blocks[0]?.family ?? 0;
  const text = (tag: number): string | undefined => {
    const value = header.get(tag);
    return value && fieldText(value);
  };
  const number = (tag: number): number | undefined => {
    const value = header.get(tag);
    return value?.length === 4 ? readU32(value, 0) : undefined;
  };
  return {
    family,
    familyName: nameFamily(family),
    blocks: blocks.length,
    version: text(UF2_TAG.version),
    device: text(UF2_TAG.device),
    deviceId: number(UF2_TAG.deviceId),
    board: text(UF2_TAG.board),
    firmware: text(UF2_TAG.firmware),
    libreTiny: text(UF2_TAG.libreTiny),
    builtAt: number(UF2_TAG.buildDate),
    partitions: [...partitions].map(([name, range]) => ({ name, ...range })),
  };
};

/** Notes whether the device id is the one LibreTiny gives the board it names. */
export const checkDeviceId = ({ device, deviceId, board }: Uf2Facts, list: Checklist): void => {
  if (deviceId === undefined || board === undefined || device === undefined) {
    list.miss("uf2-device", "carries no device id to compare its board with.");
  } else if (deviceId === crc32(asciiBytes(`${device} ${board}`))) {
    list.pass("uf2-device", `has the device id of board ${board}.`);
  } else {
    list.warn("uf2-device", `says it is for board ${board}, and has another board's device id.`);
  }
};
