import { type RefObject, useEffect, useRef, useState } from "react";

export const carriesFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes("Files") ?? false;

/**
 * Takes files that are dropped anywhere on the conversation around `inside`. Tells whether some are held above it now.
 * Undefined takes none, as where she cannot write.
 */
export function useFileDrop(
  inside: RefObject<HTMLElement | null>,
  onFiles: ((files: FileList) => void) | undefined,
): boolean {
  const [above, setAbove] = useState(false);
  const take = useRef(onFiles);
  useEffect(() => {
    take.current = onFiles;
  });
  const able = onFiles !== undefined;
  useEffect(() => {
    const place = able ? inside.current?.closest("main") : null;
    if (!place) return;
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
      setAbove(true);
    };
    const leave = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && place.contains(event.relatedTarget))) setAbove(false);
    };
    const drop = (event: DragEvent) => {
      setAbove(false);
      const files = event.dataTransfer?.files;
      if (!files?.length) return;
      event.preventDefault();
      take.current?.(files);
    };
    place.addEventListener("dragover", over);
    place.addEventListener("dragleave", leave);
    place.addEventListener("drop", drop);
    return () => {
      place.removeEventListener("dragover", over);
      place.removeEventListener("dragleave", leave);
      place.removeEventListener("drop", drop);
    };
  }, [inside, able]);
  return above && able;
}
