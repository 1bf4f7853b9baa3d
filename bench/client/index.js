import { measureBundles } from "./bundle-size.js";
import { measureOverHttp } from "./over-http.js";
import { measureRebase } from "./rebase.js";
import { measureWriteToSeen } from "./write-to-seen.js";

/** The client: what it weighs, what a change costs it, and how long it takes to send and to sync. */
export async function run() {
  await measureBundles();
  await measureRebase();
  await measureOverHttp();
  await measureWriteToSeen();
}
