// Plain JavaScript: it also runs before anything is installed.

/**
 * Tells what is going on, one line per step. On a terminal the line of the step under way is rewritten when it
 * ends; in a log every line is written once, when it is true.
 */
export function createProgress(output = process.stdout) {
  const live = output.isTTY === true && process.env.TERM !== "dumb";
  const under = new Map(); // key → title of the steps under way
  let shown = false;

  const clear = () => {
    if (shown) output.write("\r\u001b[2K");
    shown = false;
  };
  const show = () => {
    if (!live || under.size === 0) return;
    const width = (output.columns || 80) - 6;
    output.write(`  … ${[...under.values()].join(", ").slice(0, width)}`);
    shown = true;
  };
  const print = (text) => {
    clear();
    output.write(`${text}\n`);
    show();
  };

  return {
    step(title) {
      const key = Symbol(title);
      const begun = Date.now();
      under.set(key, title);
      clear();
      show();
      const end = (mark, note) => {
        if (!under.delete(key)) return;
        print(`  ${mark} ${title}${note === undefined ? "" : `: ${note}`} (${seconds(Date.now() - begun)})`);
      };
      return { done: (note) => end("✓", note), failed: (note) => end("✗", note) };
    },
    line: print,
  };
}

/** 1234 → "1.2 s", 75000 → "1 min 15 s" */
export function seconds(milliseconds) {
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const whole = Math.round(milliseconds / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
