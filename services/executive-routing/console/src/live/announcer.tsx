import { VisuallyHidden } from "@mantine/core";
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from "react";

type Announce = (tone: "polite" | "assertive", sentence: string) => void;
const AnnounceContext = createContext<Announce>(() => {});

/** Says a sentence to a screen reader: politely, or at once. */
export const useAnnounce = (): Announce => use(AnnounceContext);

/** The two live regions of the console, there from the start so that what enters them is said. */
export function Announcer({ children }: { children: ReactNode }) {
  const forgetting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [said, setSaid] = useState({ polite: "", assertive: "", turn: 0 });
  const announce = useCallback<Announce>((tone, sentence) => {
    // The same sentence twice is two pieces of news: an invisible difference makes it be said again.
    setSaid((before) => ({
      ...before,
      turn: before.turn + 1,
      [tone]: before.turn % 2 === 0 ? sentence : `${sentence}\u00a0`,
    }));
    // Once said it is of no use: whoever explores the page must not come across old news.
    clearTimeout(forgetting.current);
    forgetting.current = setTimeout(
      () => setSaid((before) => ({ ...before, polite: "", assertive: "" })),
      5000,
    );
  }, []);
  const regions = useMemo(
    () => (
      <>
        <VisuallyHidden role="status" aria-live="polite">
          {said.polite}
        </VisuallyHidden>
        <VisuallyHidden role="alert" aria-live="assertive">
          {said.assertive}
        </VisuallyHidden>
      </>
    ),
    [said],
  );
  return (
    <AnnounceContext value={announce}>
      {children}
      {regions}
    </AnnounceContext>
  );
}
