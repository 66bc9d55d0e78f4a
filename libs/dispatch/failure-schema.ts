import { z } from "zod";
import { BOOT_REACHES } from "../boot/boot-event.ts";
import { RESET_REASONS } from "../boot/reset-reason.ts";
import type { Failure, FailureCode } from "../failure/failure.ts";
import { STEP_NAMES } from "../failure/step-name.ts";

/** A step's name. */
export const stepNameSchema = z.enum(STEP_NAMES);

const address = z.int().nonnegative();
const count = z.int().nonnegative();
const text = z.string();
const reach = z.enum(BOOT_REACHES).exactOptional();
const reset = z.enum(RESET_REASONS).exactOptional();

/** One shape per code: the compiler asks for each. */
const BY_CODE = {
  "no-link": z.object({
    code: z.literal("no-link"),
    attempts: count,
    heard: count,
    log: reach,
    echo: z.enum(["wire", "firmware"]).exactOptional(),
    brickIn: text.exactOptional(),
  }),
  "link-lost": z.object({
    code: z.literal("link-lost"),
    step: stepNameSchema,
    command: text,
    address: address.exactOptional(),
  }),
  "board-restarted": z.object({
    code: z.literal("board-restarted"),
    step: stepNameSchema,
    banner: text,
    reset,
  }),
  "wrong-chip": z.object({ code: z.literal("wrong-chip"), expected: text, found: text }),
  "unknown-chip": z.object({ code: z.literal("unknown-chip"), fingerprint: text, detail: text }),
  "flash-unreadable": z.object({
    code: z.literal("flash-unreadable"),
    fingerprint: text,
    flashId: text,
  }),
  "read-mismatch": z.object({
    code: z.literal("read-mismatch"),
    address,
    length: count,
    chip: text,
    host: text,
  }),
  unprotected: z.object({
    code: z.literal("unprotected"),
    statusRegister: z.int(),
    wanted: z.int(),
  }),
  protected: z.object({
    code: z.literal("protected"),
    address,
    statusRegister: z.int().exactOptional(),
  }),
  "erase-failed": z.object({ code: z.literal("erase-failed"), address, status: z.int() }),
  "write-failed": z.object({ code: z.literal("write-failed"), address, status: z.int() }),
  "verify-mismatch": z.object({
    code: z.literal("verify-mismatch"),
    address,
    length: count,
    sectors: count.exactOptional(),
    expected: text,
    found: text,
  }),
  "stray-write": z.object({ code: z.literal("stray-write"), sent: address, echoed: address }),
  "wrong-key": z.object({
    code: z.literal("wrong-key"),
    expected: text,
    found: text,
    over: z.literal("spi").exactOptional(),
  }),
  "bootloader-mismatch": z.object({
    code: z.literal("bootloader-mismatch"),
    expected: text,
    found: text,
  }),
  "already-passed": z.object({ code: z.literal("already-passed"), mac: text, otherSerial: text }),
  "mac-at-work": z.object({ code: z.literal("mac-at-work"), mac: text, otherSerial: text }),
  "already-cloned": z.object({ code: z.literal("already-cloned"), mac: text }),
  "identity-missing": z.object({
    code: z.literal("identity-missing"),
    address,
    found: z.enum(["blank", "foreign", "no-mac", "shared-mac"]),
  }),
  "identity-invalid": z.object({
    code: z.literal("identity-invalid"),
    field: text,
    problem: z.enum(["no-place", "blank", "foreign", "no-mac", "bad-mac"]),
  }),
  "identity-conflict": z.object({
    code: z.literal("identity-conflict"),
    expected: text,
    found: text.nullable(),
  }),
  "identity-taken": z.object({
    code: z.literal("identity-taken"),
    mac: text,
    otherSerial: text.nullable(),
  }),
  "identity-lost": z.object({
    code: z.literal("identity-lost"),
    address,
    reason: z.enum(["not-here", "other-board"]),
  }),
  "boot-silent": z.object({
    code: z.literal("boot-silent"),
    withinMs: z.number(),
    reached: z.enum(["bootloader", "jump"]).exactOptional(),
    bootloader: text.exactOptional(),
  }),
  "boot-wrong": z.object({
    code: z.literal("boot-wrong"),
    expected: text,
    seen: text,
    unwanted: text.exactOptional(),
    version: text.exactOptional(),
    reached: reach,
  }),
  "boot-loop": z.object({
    code: z.literal("boot-loop"),
    restarts: count,
    reset,
    reached: reach,
  }),
  "spi-silent": z.object({
    code: z.literal("spi-silent"),
    tries: count,
    level: z.enum(["zeros", "ones"]),
    echo: z.boolean(),
  }),
  "spi-unstable": z.object({
    code: z.literal("spi-unstable"),
    tries: count,
    ids: z.array(text),
  }),
  "spi-wrong-flash": z.object({
    code: z.literal("spi-wrong-flash"),
    flashId: text,
    flashPart: text.nullable(),
    flashBytes: count.nullable(),
    expectedBytes: count,
  }),
  "spi-part-unknown": z.object({
    code: z.literal("spi-part-unknown"),
    flashId: text.nullable(),
    parts: z.array(text),
  }),
  "spi-read-unstable": z.object({
    code: z.literal("spi-read-unstable"),
    address: count,
    length: count,
    backup: text.nullable(),
  }),
  "key-unproven": z.object({ code: z.literal("key-unproven") }),
  "spi-write-failed": z.object({
    code: z.literal("spi-write-failed"),
    problem: z.enum(["protected", "erase", "write", "verify", "unfinished"]),
    address: count.nullable(),
    backup: text,
  }),
  "spi-verify-mismatch": z.object({
    code: z.literal("spi-verify-mismatch"),
    address: count,
    length: count,
    place: z.enum(["bootloader", "elsewhere"]),
    backup: text,
  }),
  "port-gone": z.discriminatedUnion("reason", [
    z.object({
      code: z.literal("port-gone"),
      port: text,
      reason: z.enum(["missing", "unplugged"]),
    }),
    z.object({
      code: z.literal("port-gone"),
      port: text,
      reason: z.literal("other-adapter"),
      expected: text,
      found: text,
    }),
  ]),
  "port-busy": z.object({
    code: z.literal("port-busy"),
    port: text,
    reason: z.enum(["in-use", "denied"]),
  }),
  "port-hung": z.object({ code: z.literal("port-hung"), port: text, waitedMs: z.number() }),
  "relay-failed": z.object({ code: z.literal("relay-failed"), control: text, reason: text }),
  "spi-failed": z.object({ code: z.literal("spi-failed"), bus: text, reason: text }),
  interrupted: z.object({ code: z.literal("interrupted") }),
  "journal-failed": z.object({ code: z.literal("journal-failed"), reason: text }),
  "backup-failed": z.object({ code: z.literal("backup-failed"), file: text, reason: text }),
  "image-changed": z.object({
    code: z.literal("image-changed"),
    image: text,
    expected: text,
    found: text,
  }),
  "lease-lost": z.object({ code: z.literal("lease-lost"), reason: text }),
  internal: z.object({ code: z.literal("internal"), reason: text }),
} satisfies { readonly [Code in FailureCode]: z.ZodType<Extract<Failure, { code: Code }>> };

/** Why a run ended without a pass. */
export const failureSchema = z.union(Object.values(BY_CODE)) satisfies z.ZodType<Failure>;
