/** One line that is rewritten on a terminal; a line every two seconds in a log. */
export function progressLine(what: string): (done: number, of: number) => void {
  let shownAt = 0;
  return (done, of) => {
    const isLast = done >= of;
    if (!isLast && Date.now() - shownAt < (process.stderr.isTTY ? 100 : 2_000)) return;
    shownAt = Date.now();
    const share = of === 0 ? 100 : Math.floor((100 * done) / of);
    const line = `${done.toLocaleString("es-CL")} de ${of.toLocaleString("es-CL")} ${what} (${share} %)`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}${isLast ? "\n" : ""}` : `${line}\n`);
  };
}

export function stop(text: string, code: number): never {
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exit(code);
}
