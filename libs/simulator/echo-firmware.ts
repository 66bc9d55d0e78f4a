import type { ChipCore } from "./chip-core.ts";
import type { DownloadMode } from "./personality.ts";
import type { Request } from "./request-parser.ts";

/**
 * RF-test firmware of Beken's that answers short requests with themselves: its answer to a link
 * check is that of a bootloader, and there is none (uart-protocol.md section 3.1).
 */
export class EchoFirmware implements DownloadMode {
  execute({ kind, op, payload }: Request, core: ChipCore): void {
    if (kind === "long") return;
    const request = [0x01, 0xe0, 0xfc, payload.length + 1, op, ...payload];
    core.reply(Uint8Array.from([0x04, 0x0e, request.length, ...request]));
  }

  acceptPage(): void {}
}
