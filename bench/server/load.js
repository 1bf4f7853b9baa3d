/** Pushes over keep-alive connections, one request in flight on each, and prints how many were answered: `<port> <connections> <ms> <size> <run>`. */
import { connect } from "node:net";
import { batchOf } from "./sample-contract.js";

const [port, connections, durationMs, size, run] = process.argv.slice(2).map(Number);
const endsAt = Date.now() + durationMs;
let answered = 0;

function open(index) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let first = 1;
    let received = "";
    const push = () => {
      if (Date.now() > endsAt) return void socket.end(resolve);
      const body = JSON.stringify({ operations: batchOf(`r${run}c${index}`, first, size) });
      first += size;
      socket.write(
        `POST /sync/operations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    };
    socket.on("connect", push);
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const bodyAt = received.indexOf("\r\n\r\n") + 4;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1]);
      if (bodyAt < 4 || received.length < bodyAt + length) return;
      if (!received.startsWith("HTTP/1.1 200")) throw new Error(received);
      received = "";
      answered++;
      push();
    });
  });
}

await Promise.all(Array.from({ length: connections }, (_, index) => open(index)));
console.log(answered);
