import { startPrivateRedis } from "../../../libs/dispatch/private-redis.ts";

// Tells where its Redis is, then lives until it is killed.
const redis = await startPrivateRedis();
process.stdout.write(`${redis.folder}\n`);
