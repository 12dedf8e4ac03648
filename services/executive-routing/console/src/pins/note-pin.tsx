import { Pin } from "./pin.tsx";
import { usePinning } from "./pinning.ts";

/** On a note: whether it is kept at hand, and for whoever attends the way to change that. */
export function NotePin({ noteId }: { noteId: string }) {
  const { notes, toggleNote } = usePinning();
  return <Pin what="note" pinned={notes.has(noteId)} toggle={toggleNote && (() => toggleNote(noteId))} />;
}
