import { Pin } from "./pin.tsx";
import { usePinning } from "./pinning.ts";

/** On a message: whether it is kept at hand, and for whoever attends the way to change that. */
export function PinButton({ messageId }: { messageId: string }) {
  const { pins, toggle } = usePinning();
  return <Pin what="message" pinned={pins.has(messageId)} toggle={toggle && (() => toggle(messageId))} />;
}
