import type { PlanKnown } from "@liss/executive-routing/desk-api";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkbench } from "../app/workbench.ts";
import { type Attachment, useAttachment } from "./attachments.ts";

export type Attaching = {
  attachment: Attachment | undefined;
  /** What she is told about the files she brought. */
  notice: "notAllowed" | "onlyOne" | null;
  forgetNotice: () => void;
  /** Whether a file may be looked for; where her plan admits none, that is said instead. */
  mayChoose: () => boolean;
  /** One goes with a message, however it was brought: chosen, pasted or dropped. */
  bring: (files: Iterable<File>) => void;
};

/** The file that goes with her next message, and whether there may be one. */
export function useAttaching(sessionId: string): Attaching {
  const queries = useQueryClient();
  const { attachments } = useWorkbench();
  const attachment = useAttachment(attachments, sessionId);
  const [notice, tell] = useState<Attaching["notice"]>(null);

  function mayChoose(): boolean {
    // The plan stands beside the conversation; while it is not there the server decides.
    const plans = queries.getQueriesData<PlanKnown>({ queryKey: ["plan", sessionId] });
    const known = plans.map(([, data]) => data).findLast((data) => data !== undefined);
    const allowed = !known || (known.plan.mayReceiveMedia && known.plan.readBy !== "others");
    tell(allowed ? null : "notAllowed");
    return allowed;
  }
  return {
    attachment,
    notice,
    forgetNotice: () => tell(null),
    mayChoose,
    bring: (files) => {
      const [first, ...others] = files;
      if (!first || !mayChoose()) return;
      if (others.length > 0) tell("onlyOne");
      void attachments.choose(sessionId, first);
    },
  };
}
