import { logout } from "@liss/identity/client";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { endLogin, useWorkbench } from "../app/workbench.ts";

/** Ends the login. If the server did not hear it, she is told so: she is still inside. */
export function useLogout() {
  const workbench = useWorkbench();
  const navigate = useNavigate();
  const [refused, setRefused] = useState<"unreachable" | "unavailable" | null>(null);
  async function leave() {
    // What still waits leaves under her name, before she does.
    workbench.holding.end(true);
    await new Promise((resolve) => setTimeout(resolve));
    const answer = await logout();
    if (!answer.ok) return setRefused(answer.code);
    workbench.drafts.clear();
    workbench.unsent.clear();
    workbench.attachments.clear();
    workbench.quoting.clear();
    await navigate({ to: "/entrar" });
    endLogin(workbench);
  }
  return { leave: () => void leave(), refused };
}
