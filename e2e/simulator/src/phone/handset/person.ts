/** `Marta Inventada` → `MI` */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

const colours = ["accent.6", "#8a4b7d", "#2f6f86", "#94552f", "#5a6b33", "#7a4a4a"];

/** Always the same colour for the same phone. */
export function avatarColour(id: string): string {
  return colours[(Number(id.slice(-4)) - 1) % colours.length] ?? "accent.6";
}
