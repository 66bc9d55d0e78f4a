import { z } from "zod";

const count = z.int().nonnegative();

const originSchema = z.strictObject({
  dump: z.literal(1),
  start: count,
  end: count,
  board: z.strictObject({
    fingerprint: z.string(),
    flashId: z.string().nullable(),
    flashBytes: count,
    mac: z.string().nullable(),
  }),
});

/** What the bytes of a dump are: which board's, and from where to where. */
export interface DumpOrigin {
  readonly start: number;
  readonly end: number;
  readonly board: {
    /** CRC-32 in hex of its bootloader's start. */
    readonly fingerprint: string;
    /** JEDEC id in hex, where it can be read. */
    readonly flashId: string | null;
    readonly flashBytes: number;
    /** 12 hex digits, where there is one. */
    readonly mac: string | null;
  };
}

/** As a file keeps it. */
export const formatOrigin = ({ start, end, board }: DumpOrigin): string => {
  const { fingerprint, flashId, flashBytes, mac } = board;
  const kept = { dump: 1, start, end, board: { fingerprint, flashId, flashBytes, mac } };
  return `${JSON.stringify(kept, undefined, 2)}\n`;
};

/** The origin in a file's text, or undefined if it is none. */
export const parseOrigin = (text: string): DumpOrigin | undefined => {
  try {
    return originSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
