import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Readable, Writable } from "node:stream";

/** Where a browser is that these tests can drive; undefined if there is none. */
export const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** What a page did beside showing itself. */
export interface PageDoings {
  /** Every address that was asked for. */
  readonly requests: readonly string[];
  /** What the console was told, exceptions and refused content included. */
  readonly complaints: readonly string[];
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A browser without a window, driven by the DevTools protocol over a pipe. One page at a time. */
export class HeadlessChromium implements AsyncDisposable {
  readonly #profile = mkdtempSync(join(tmpdir(), "flashline-chromium-"));
  readonly #process: ChildProcess;
  readonly #commands: Writable;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #requests: string[] = [];
  readonly #complaints: string[] = [];
  #loaded: () => void = () => undefined;
  #session: unknown;
  #unread = "";
  #sent = 0;

  constructor(program: string) {
    const quiet = ["--no-first-run", "--disable-gpu", "--disable-dev-shm-usage"];
    const args = ["--headless", "--no-sandbox", ...quiet, `--user-data-dir=${this.#profile}`];
    const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"] as const;
    this.#process = spawn(program, [...args, "--remote-debugging-pipe"], { stdio: [...stdio] });
    const [, , , commands, answers] = this.#process.stdio;
    if (!(commands instanceof Writable) || !(answers instanceof Readable)) {
      throw new Error("no pipe to the browser");
    }
    this.#commands = commands;
    answers.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    const giveUp = (): void => {
      const error = { message: "the browser has ended" };
      for (const [id, hear] of this.#waiting) hear({ id, error });
    };
    this.#process.once("error", giveUp).once("exit", giveUp);
    commands.on("error", giveUp);
  }

  /** Opens an address and waits until it is loaded. */
  async open(address: string): Promise<PageDoings> {
    const { targetId } = await this.#send("Target.createTarget", { url: "about:blank" });
    const attached = await this.#send("Target.attachToTarget", { targetId, flatten: true });
    this.#session = attached.sessionId;
    for (const domain of ["Page", "Network", "Log", "Runtime"])
      await this.#send(`${domain}.enable`);
    const loaded = new Promise<void>((resolve) => {
      this.#loaded = resolve;
    });
    await this.#send("Page.navigate", { url: address });
    await loaded;
    return { requests: this.#requests, complaints: this.#complaints };
  }

  /** What an expression comes to in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    return result instanceof Object && "value" in result ? result.value : undefined;
  }

  /** A picture of a part of the page, as PNG in base64. */
  async picture(part: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }): Promise<string> {
    const clip = { ...part, scale: 1 };
    const { data } = await this.#send("Page.captureScreenshot", {
      captureBeyondViewport: true,
      clip,
    });
    return String(data);
  }

  /** The page on paper of size A4, as PDF in base64. */
  async print(): Promise<string> {
    const { data } = await this.#send("Page.printToPDF", { preferCSSPageSize: true });
    return String(data);
  }

  #send(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    this.#sent += 1;
    const id = this.#sent;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    this.#commands.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result ?? {});
        else reject(new Error(`${method}: ${error.message}`));
      });
    });
  }

  #read(text: string): void {
    const messages = (this.#unread + text).split("\0");
    this.#unread = messages.pop() ?? "";
    for (const message of messages) this.#hear(JSON.parse(message));
  }

  #hear({ id, method, params = {}, ...answer }: Message): void {
    if (id !== undefined) this.#waiting.get(id)?.(answer);
    if (method === "Page.loadEventFired") this.#loaded();
    if (method === "Network.requestWillBeSent") {
      const { request } = params;
      this.#requests.push(
        request instanceof Object && "url" in request ? String(request.url) : "?",
      );
    }
    if (
      method === "Log.entryAdded" ||
      method === "Runtime.consoleAPICalled" ||
      method === "Runtime.exceptionThrown"
    ) {
      this.#complaints.push(JSON.stringify(params));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGKILL");
      await ended;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
