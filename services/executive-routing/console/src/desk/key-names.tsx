import { Kbd } from "@mantine/core";
import { type KeyName, keys } from "./keys.ts";

const symbols: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", End: "Fin" };

/** A key as it is printed on the keyboard: `Alt+N`. */
export function nameOfKey(name: KeyName): string {
  const key = keys[name];
  if ("key" in key) return key.key;
  if ("ctrl" in key) return `Ctrl+${key.code.replace("Key", "")}`;
  return `Alt+${symbols[key.code] ?? key.code.replace("Key", "")}`;
}

/** The key of an action, drawn. */
export function KeyHint({ name }: { name: KeyName }) {
  return (
    <>
      {nameOfKey(name)
        .split("+")
        .map((part, at) => (
          <span key={part}>
            {at > 0 && " + "}
            <Kbd>{part}</Kbd>
          </span>
        ))}
    </>
  );
}
