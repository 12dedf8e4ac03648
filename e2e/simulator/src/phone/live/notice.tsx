import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

type Notices = {
  /** The last thing that could not be done, in the server's words. */
  reason: string | undefined;
  dismiss(): void;
  /** Runs something against the server; a failure becomes the notice. Resolves to whether it went well. */
  attempt(act: Promise<void>): Promise<boolean>;
};

const NoticeContext = createContext<Notices | undefined>(undefined);

export function NoticeProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<string>();
  const attempt = useCallback(
    async (act: Promise<void>) => {
      try {
        await act;
        setReason(undefined);
        return true;
      } catch (error) {
        // A TypeError of fetch: nobody answered.
        setReason(
          error instanceof Error && !(error instanceof TypeError) ? error.message : t("bench.noServer"),
        );
        return false;
      }
    },
    [t],
  );
  const value = useMemo(() => ({ reason, attempt, dismiss: () => setReason(undefined) }), [reason, attempt]);
  return <NoticeContext value={value}>{children}</NoticeContext>;
}

export function useNotices(): Notices {
  const notices = useContext(NoticeContext);
  if (!notices) throw new Error("useNotices needs a NoticeProvider above it.");
  return notices;
}
