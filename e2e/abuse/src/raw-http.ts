import { connect } from "node:net";

/** What came back over a bare connection: the status lines, in order, and whether the other side hung up. */
export type RawAnswer = { statuses: number[]; closed: boolean };

/** Writes these bytes to the server as they are, and listens until it hangs up or falls silent. */
export function sendRaw(address: string, bytes: string | Buffer, patienceMs = 1_500): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let heard = "";
    let silence: NodeJS.Timeout | undefined;
    const finish = (closed: boolean) => {
      clearTimeout(silence);
      socket.destroy();
      const statuses = [...heard.matchAll(/HTTP\/1\.[01] (\d{3})[ \r]/g)].map(([, code]) => Number(code));
      resolve({ statuses, closed });
    };
    const wait = (ms: number) => {
      clearTimeout(silence);
      silence = setTimeout(() => finish(false), ms);
    };
    wait(patienceMs);
    socket.on("connect", () => socket.write(bytes));
    socket.on("data", (piece) => {
      heard += piece.toString("latin1");
      wait(250); // a second answer, if there is one, follows at once
    });
    socket.on("error", () => finish(true));
    socket.on("close", () => finish(true));
  });
}

/**
 * Requests whose end two servers would see at different places, or whose headers one of them would read otherwise.
 * `hidden` is the request that a server which is fooled would answer as a second one.
 */
export function smuggled(method: string, path: string, headers: string, hidden: string): [string, string][] {
  const start = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}`;
  const chunked = "0\r\n\r\n";
  const whole = `${chunked}${hidden}`;
  const both = (encoding: string) =>
    `${start}Content-Length: ${chunked.length}\r\n${encoding}\r\n\r\n${whole}`;
  return [
    ["CL and TE", both("Transfer-Encoding: chunked")],
    ["TE before CL", `${start}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n${whole}`],
    ["TE with a space before the colon", both("Transfer-Encoding : chunked")],
    ["TE with a tab", both("Transfer-Encoding:\tchunked")],
    ["TE twice", both("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")],
    ["TE that is unknown", both("Transfer-Encoding: xchunked")],
    ["TE in a list", both("Transfer-Encoding: identity, chunked")],
    ["TE with something after", both("Transfer-Encoding: chunked, identity")],
    ["TE in capitals", both("TRANSFER-ENCODING: CHUNKED")],
    ["TE with a vertical tab", both("Transfer-Encoding: \x0bchunked")],
    ["TE after a folded line", both("X-Folded: a\r\n Transfer-Encoding: chunked")],
    ["a folded header", `${start}X-Folded: a\r\n b\r\nContent-Length: 0\r\n\r\n${hidden}`],
    ["CL twice, differing", `${start}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
    ["CL as a list", `${start}Content-Length: 0, ${hidden.length}\r\n\r\n${hidden}`],
    ["CL with a sign", `${start}Content-Length: +0\r\n\r\n${hidden}`],
    ["CL below zero", `${start}Content-Length: -1\r\n\r\n${hidden}`],
    ["CL in hexadecimal", `${start}Content-Length: 0x0\r\n\r\n${hidden}`],
    ["CL too large to count", `${start}Content-Length: 99999999999999999999999\r\n\r\n${hidden}`],
    ["CL with a space inside", `${start}Content-Length: 0 0\r\n\r\n${hidden}`],
    ["a bare line feed", `${start}X-A: b\nContent-Length: 0\r\n\r\n${hidden}`],
    ["a bare carriage return", `${start}X-A: b\rContent-Length: 0\r\n\r\n${hidden}`],
    ["a NUL in a header", `${start}X-A: a\0b\r\nContent-Length: 0\r\n\r\n${hidden}`],
    ["a header without a name", `${start}: nothing\r\nContent-Length: 0\r\n\r\n${hidden}`],
    ["a header without a colon", `${start}Nothing\r\nContent-Length: 0\r\n\r\n${hidden}`],
    ["a header with a space in its name", `${start}X A: b\r\nContent-Length: 0\r\n\r\n${hidden}`],
    ["a chunk whose size is no number", `${start}Transfer-Encoding: chunked\r\n\r\nz\r\n\r\n${hidden}`],
    ["a chunk that is too long", `${start}Transfer-Encoding: chunked\r\n\r\n1\r\nabcdef\r\n${whole}`],
    ["a chunk size with a sign", `${start}Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n${hidden}`],
    ["headers beyond any measure", `${start}X-Large: ${"a".repeat(40_000)}\r\n\r\n${hidden}`],
    ["no host", `${method} ${path} HTTP/1.1\r\n${headers}Content-Length: 0\r\n\r\n${hidden}`],
    ["two hosts", `${start}Host: elsewhere\r\nContent-Length: 0\r\n\r\n${hidden}`],
    ["a version that is none", `${start.replace("HTTP/1.1", "HTTP/9.9")}\r\n${hidden}`],
    ["a method that is none", `${start.replace(method, "GE T")}\r\n${hidden}`],
  ];
}
