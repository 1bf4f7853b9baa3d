/** Who asks, as `authenticate` says. What stands beside `id` is the application's own. */
export interface User {
  readonly id: string;
  readonly [claim: string]: unknown;
}
