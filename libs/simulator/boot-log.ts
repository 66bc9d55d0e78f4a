const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

/** Why a chip started, as T's bootloader prints it behind `ST:` (uart-protocol.md section 10). */
export type ResetReason = "power-on" | "reboot-command" | "idle" | "crash";

const MARKERS: Readonly<Record<ResetReason, string>> = {
  "power-on": "00000000",
  "reboot-command": "BEDEAD11",
  idle: "BEDEAD10",
  crash: "BEDEAD03",
};

/** What T's bootloader prints on UART2 before its window, doubled CRs included. */
export const bannerOfT = (version: string, reason: ResetReason): Uint8Array => {
  const registers = ["CPSR:000000D3", "R0", "R1", "R2", "R3", "R4", "R13", "R14(LR)"].map((name) =>
    name.includes(":") ? name : `${name}:00000000`,
  );
  const lines = [`V:${version}`, ...registers, `ST:${MARKERS[reason]}`];
  return latin1(`\r\r\n${lines.map((line) => `${line}\r\r\n`).join("")}`);
};

/** What N's bootloader in flash prints on UART2 when the ROM hands over to it. */
export const bannerOfN = (version: string): Uint8Array => {
  const lines = [
    `V:${version}`,
    "REG:cpsr     spsr     r13      r14",
    "SVC:400001D3          00000000 00000000",
    "IRQ:400001d2 00000000 00000000 00000000 ",
    "FIR:400001d1 00000000 00000000 00000000 ",
    "SYS:400001df          00000000 00000000 ",
    "ST:00000000",
  ];
  return latin1(`\r\n${lines.map((line) => `${line}\r\n`).join("")}`);
};

/** What BK7238's bootloader prints on UART1, as bytes of a real image show it. */
export const bannerOf7238 = (version: string): Uint8Array => {
  const lines = [
    version,
    "REG:cpsr        spsr        r13         r14",
    "SVC:0x400001D3              0x00000000  0x00000000",
    "IRQ:0x400001D2  0x00000000  0x00000000  0x00000000  ",
    "FIR:0x400001D1  0x00000000  0x00000000  0x00000000  ",
    "SYS:0x400001DF              0x00000000  0x00000000  ",
    "ST:0x00000000",
    "\x1b[32;22m[I/FAL] Fal(V0.4.0)success\x1b[0m",
  ];
  return latin1(lines.map((line) => `${line}\r\n`).join(""));
};

/** The last line of T's and N's bootloaders before they jump to the application. */
export const jumpLine = (lineEnd: string): Uint8Array => latin1(`J 0x10000${lineEnd}`);

/** The same of BK7238's bootloader. */
export const JUMP_OF_7238 = latin1("\r\n\r\ngo os_addr(0x10000)..........");

/** The application's first line; `version` is escaped to printable ASCII. */
export const appLine = (marking: string, version: string): Uint8Array =>
  latin1(`Flashline app V:${marking}_${version.replace(/[^\x21-\x7e]/g, "?")}\r\n`);

/** LibreTiny's last line before it restarts for a host (uart-protocol.md section 8). */
export const adrLine = (): Uint8Array =>
  latin1("I [      0.000] Auto download mode: rebooting\r\n");

/** What is left of an application that crashed. */
export const crashDump = (): Uint8Array =>
  latin1("prefetch abort\r\nr14(lr):00000000\r\nspsr:000000d3\r\n");
