import { flashBytesOf, flashPartOf } from "../chips/flash-parts.ts";
import type { BoardFailure } from "../failure/failure.ts";
import type { JedecReading } from "./read-jedec-id.ts";

/** What one try at SPI mode met. */
export interface SpiMeeting {
  readonly reading: JedecReading;
  /** Whether the pattern came back. */
  readonly isEchoed: boolean;
}

/** Another part is believed when it tells its id in so many tries: garbage may be the same twice. */
const BELIEVED_TRIES = 2;

const idsOf = ({ reading }: SpiMeeting): readonly string[] => {
  if (reading.kind === "id") return [reading.id];
  return reading.kind === "unstable" ? reading.ids : [];
};

/** The id of another part, once it can be believed. */
export const believedId = (meetings: readonly SpiMeeting[]): string | undefined => {
  const stable = meetings.flatMap(({ reading }) => (reading.kind === "id" ? [reading.id] : []));
  return stable.find((id) => stable.filter((other) => other === id).length >= BELIEVED_TRIES);
};

/** Why a chip whose flash has `expectedBytes` is not in SPI mode after all of these tries. */
export const entryFailure = (
  meetings: readonly SpiMeeting[],
  expectedBytes: number,
): BoardFailure => {
  const tries = meetings.length;
  const id = believedId(meetings);
  if (id !== undefined) {
    const found = {
      flashPart: flashPartOf(id)?.name ?? null,
      flashBytes: flashBytesOf(id) ?? null,
    };
    return { code: "spi-wrong-flash", flashId: id, ...found, expectedBytes };
  }
  const ids = meetings.flatMap(idsOf);
  if (ids.length > 0) return { code: "spi-unstable", tries, ids: [...new Set(ids)].slice(0, 8) };
  const last = meetings.at(-1)?.reading;
  const level = last?.kind === "none" ? last.level : "ones";
  return { code: "spi-silent", tries, level, echo: meetings.some(({ isEchoed }) => isEchoed) };
};
