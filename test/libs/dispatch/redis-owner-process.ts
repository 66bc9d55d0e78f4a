import { startPrivateRedis } from "../../../libs/dispatch/private-redis.ts";

// Tells where its Redis is, then lives until it is killed. Argument: the folder for its folder.
const [, , parent] = process.argv;
const redis = await startPrivateRedis(parent === undefined ? {} : { parent });
process.stdout.write(`${redis.folder}\n`);
