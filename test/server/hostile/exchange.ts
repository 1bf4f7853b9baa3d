import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Reply } from "./coded-error.js";

/** A bare connection to a server. Failures of writing are the server's good right. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** What a server answers on a connection until it closes that. */
export async function readReply(socket: Socket): Promise<Reply> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const text = Buffer.concat(chunks).toString("utf8");
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) throw new Error(`No answer, but ${JSON.stringify(text)}`);
  const [statusLine = "", ...lines] = text.slice(0, end).split("\r\n");
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 2),
      ]),
    ),
    text: text.slice(end + 4),
  };
}

/** Sends bytes as they are, and gives the answer; the connection is the server's to close. */
export async function exchange(url: string, bytes: string | Buffer): Promise<Reply> {
  const socket = await openSocket(url);
  const reply = readReply(socket);
  socket.write(bytes);
  return reply;
}
