export { createArbitraries, type Arbitraries } from "./create-arbitraries.js";
