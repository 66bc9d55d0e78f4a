import { printable } from "../failure/printable.ts";
import { shareWords } from "../figures/share-words.ts";
import type { ImageRecord } from "../run/run-record.ts";
import type { BoardStanding } from "./serial-row.ts";
import { cutTo } from "./width-of.ts";

/** A standing as the report shows it: `NOT RUN`. */
export const standingWord = (standing: BoardStanding): string =>
  standing.replace("-", " ").toUpperCase();

/** A duration: `23.4 s`, from 10 minutes on `12 min`. */
export const durationWords = (ms: number): string =>
  ms < 600_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;

/** An image by the start of its hash and its file's name: `0420abcd firmware.uf2`. */
export const imageWords = (image: ImageRecord): string =>
  `${shortHash(image.sha256)} ${printable(image.file.split("/").at(-1) ?? "", 60)}`;

/** The first 8 digits of a hash. */
export const shortHash = (sha256: string): string => cutTo(printable(sha256.slice(0, 8)), 8);

/** A part of a whole, as `shareWords` writes it everywhere. */
export const percentWords = (share: number | null): string => shareWords(share);

/** So many of something: `1 run`, `2 runs`. */
export const plural = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`;
