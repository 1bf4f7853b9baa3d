import { createClient, type Client } from "../../generated/client.gen.js";

export function openSync(url: string, userId: string): Client {
  return createClient({
    url,
    roomId: "home",
    userId,
    getAuthToken: () => userId,
  });
}
