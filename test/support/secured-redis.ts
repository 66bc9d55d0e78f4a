import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { Redis } from "ioredis";
import type { Workplace } from "./run-flashline.ts";
import { until } from "./until.ts";

/** A Redis on the network: TLS, and a user for each line. */
export interface SecuredRedis extends AsyncDisposable {
  /** Without user and password. */
  readonly address: string;
  /** The certificate that signed the server's. */
  readonly ca: string;
  /** A connection that may do anything. */
  readonly peek: Redis;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** Makes a CA, and a certificate for 127.0.0.1 signed by it. */
const makeCertificates = (place: Workplace): void => {
  const openssl = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: place.folder, stdio: "ignore" });
  };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const ca = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test", "-days", "2"];
  openssl("req", "-x509", ...key, ...ca);
  openssl("req", ...key, "-keyout", "redis.key", "-out", "redis.csr", "-subj", "/CN=redis");
  place.write("san", "subjectAltName=IP:127.0.0.1");
  const signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "san"];
  openssl("x509", "-req", "-in", "redis.csr", "-out", "redis.pem", "-days", "2", ...signing);
};

/** Starts one with these users, as an ACL file has them. */
export const startSecuredRedis = async (
  place: Workplace,
  users: readonly string[],
): Promise<SecuredRedis> => {
  makeCertificates(place);
  const port = await freePort();
  const socket = place.path("admin.sock");
  const acl = place.write(
    "users.acl",
    [...users, "user default on nopass ~* &* +@all", ""].join("\n"),
  );
  const tls = ["cert-file", "redis.pem", "key-file", "redis.key", "ca-cert-file", "ca.pem"];
  const args = [
    ...["--port", "0", "--tls-port", `${port}`, "--bind", "127.0.0.1", "--unixsocket", socket],
    ...["--aclfile", acl, "--save", "", "--tls-auth-clients", "no"],
    ...tls.map((word, index) => (index % 2 === 0 ? `--tls-${word}` : word)),
  ];
  const server = spawn("redis-server", args, { cwd: place.folder, stdio: "ignore" });
  const ended = once(server, "exit");
  const peek = new Redis(socket, { maxRetriesPerRequest: null });
  peek.on("error", () => undefined);
  await until("the server", async () => (await peek.ping()) === "PONG");
  return {
    address: `127.0.0.1:${port}`,
    ca: place.path("ca.pem"),
    peek,
    [Symbol.asyncDispose]: async () => {
      peek.disconnect();
      server.kill("SIGKILL");
      await ended;
    },
  };
};
